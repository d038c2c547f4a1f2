import { useWords } from '@gridloop/i18n';

import { isAgreed, type Order } from '../store';
import style from './Agreed.module.css';
import { useBestTimeName } from './best-time-names';
import { useDayNames } from './day-names';
import { Icon } from './Icon';
import { useOutcomeName } from './outcome-names';

interface Props {
  order: Order;
  today: string;
  /** Where room is short, a low screen leaves out how it went last time. */
  brief?: boolean;
}

/** What the customer was promised, and how it went last time; nothing when his day has not come. */
export function Agreed({ order, today, brief }: Props) {
  const t = useWords('parts');
  const when = useAgreedWhen();
  const outcomeName = useOutcomeName();
  const days = useDayNames();
  if (!isAgreed(order, today)) return null;
  const last = order.last_contact;
  const outcome = last && outcomeName(last.outcome, last.channel);
  return (
    <p className={style.agreed}>
      <Icon name="day" />
      <span>
        <strong>{when(order, today)}</strong>
        {last && (
          <span className={brief ? style.brief : style.last}>
            {last.made_on
              ? t('agreed.last', { day: days.near(last.made_on, today), way: t(`agreed.${last.channel}`), outcome })
              : t('agreed.justNow', { outcome })}
          </span>
        )}
      </span>
    </p>
  );
}

/** 约好今天下午 */
export function useAgreedWhen(): (order: Order, today: string) => string {
  const t = useWords('parts');
  const days = useDayNames();
  const bestTime = useBestTimeName();
  return (order, today) => {
    const day = order.next_on ?? today;
    const time = order.last_contact?.best_time;
    const named = time && time !== 'weekend' ? bestTime(time) : '';
    if (day < today) return t('agreed.missed', { day: days.near(day, today) });
    return named ? t('agreed.at', { time: named }) : t('agreed.today');
  };
}
