import { useWords } from '@gridloop/i18n';
import { Link } from 'react-router';

import { dayFor, isAgreed, isLate, type Order } from '../store';
import { useAgreedWhen } from './Agreed';
import { useBoth } from './both';
import { useDayNames } from './day-names';
import { Icon } from './Icon';
import style from './OrderLine.module.css';

interface Props {
  order: Order;
  today: string;
}

/** One customer in a list: who, where, why. */
export function OrderLine({ order, today }: Props) {
  const both = useBoth();
  return (
    <li>
      <Link to={`/order/${order.id}`} className={style.line}>
        <span className={style.channel}>
          <Icon name={order.channel === 'visit' ? 'visit' : 'phone'} />
        </span>
        <span className={style.text}>
          <span className={style.who}>
            <strong>{order.customer_name}</strong>
            <When order={order} today={today} />
          </span>
          <span className={style.where}>{order.place_name || order.address}</span>
          <span className={style.why}>{both(order.reasons[0])}</span>
        </span>
        <Icon name="right" size={1.1} />
      </Link>
    </li>
  );
}

function When({ order, today }: Props) {
  const t = useWords('parts');
  const days = useDayNames();
  const agreed = useAgreedWhen();
  if (isAgreed(order, today)) return <em className={style.agreed}>{agreed(order, today)}</em>;
  if (isLate(order, today)) return <em className={style.late}>{t('order.dueWas', { day: days.short(order.due_on) })}</em>;
  if (dayFor(order) > today) return <em className={style.when}>{days.near(dayFor(order), today)}</em>;
  if (order.contacts > 0) return <em className={style.when}>{t('order.again', { count: order.contacts })}</em>;
  return null;
}
