import { useWords } from '@gridloop/i18n';

import { useBoth } from '../parts/both';
import { Icon } from '../parts/Icon';
import type { Order } from '../store';
import style from './Reminder.module.css';

/** Where, why and the words, at hand while speaking. */
export function Reminder({ order }: { order: Order }) {
  const t = useWords('outcome');
  const both = useBoth();
  const script = both(order.script);
  const [reason] = order.reasons;
  return (
    <div className={style.reminder}>
      <p className={style.where}>
        <Icon name="map" size={1.2} />
        {order.place_name || order.address}
      </p>
      {reason && <p className={style.why}>{both(reason)}</p>}
      {script && (
        <details className={style.fold}>
          <summary>{t('script')}</summary>
          <p>{script}</p>
        </details>
      )}
    </div>
  );
}
