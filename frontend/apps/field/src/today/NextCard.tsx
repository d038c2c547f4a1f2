import { useFormat, useWords } from '@gridloop/i18n';
import { Link } from 'react-router';

import { Agreed } from '../parts/Agreed';
import { useBoth } from '../parts/both';
import { Button } from '../parts/Button';
import { ContactButtons } from '../parts/ContactButtons';
import { useDayNames } from '../parts/day-names';
import { doorOf } from '../parts/door';
import { Icon } from '../parts/Icon';
import { isLate, skipOrder, usePhone, type Order } from '../store';
import style from './NextCard.module.css';

interface Props {
  order: Order;
  day: string;
  /** Nobody else waits today: there is nothing to put off for. */
  alone: boolean;
}

/** The next customer: who, where, why, and what to tap. */
export function NextCard({ order, day, alone }: Props) {
  const t = useWords('today');
  const both = useBoth();
  const days = useDayNames();
  const { database } = usePhone();
  const late = isLate(order, day);
  return (
    <section className={style.card} aria-label={t('next')}>
      <p className={style.label}>
        <span>{t('next')}</span>
        {late && <strong className={style.late}>{t('overdueSince', { day: days.short(order.due_on) })}</strong>}
      </p>
      <Agreed order={order} today={day} brief />
      <Link to={`/order/${order.id}`} className={style.body}>
        <span className={style.head}>
          <strong className={style.name}>{order.customer_name}</strong>
          <span className={style.more}>
            {t('card')}
            <Icon name="right" size={1} />
          </span>
        </span>
        <span className={style.where}>
          <Icon name="map" size={1.2} />
          <span>
            {order.place_name}
            <span className={style.address}>{doorOf(order)}</span>
          </span>
        </span>
        {order.reasons[0] && <span className={style.why}>{both(order.reasons[0])}</span>}
        <Offer order={order} />
      </Link>
      <ContactButtons order={order} />
      {!alone && (
        <Button tone="quiet" small icon="later" onClick={() => void skipOrder(database, order.id, day)}>
          {t('skip')}
        </Button>
      )}
    </section>
  );
}

function Offer({ order }: { order: Order }) {
  const t = useWords('today');
  const both = useBoth();
  const format = useFormat();
  const { offer } = order;
  if (!offer) return null;
  const fee = offer.monthly_fee_fen;
  return (
    <span className={style.offer}>
      {both(offer.name)}
      {fee ? <b>{t('perMonth', { fee: format.money(fee) })}</b> : null}
    </span>
  );
}
