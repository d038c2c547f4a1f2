import { useWords } from '@gridloop/i18n';
import { useState } from 'react';
import { Link } from 'react-router';

import { Button } from '../parts/Button';
import { useReveal } from '../parts/ContactButtons';
import { useDayNames } from '../parts/day-names';
import { Icon } from '../parts/Icon';
import { Panel } from '../parts/Panel';
import type { Order } from '../store';
import style from './ContactFacts.module.css';

/** Where he lives, how to reach him, until when. */
export function ContactFacts({ order }: { order: Order }) {
  const t = useWords('customer');
  const days = useDayNames();
  return (
    <Panel title={t('contact')}>
      <Number order={order} />
      <div className={style.fact}>
        <span>
          {order.place_name && <strong className={style.place}>{order.place_name}</strong>}
          {order.address}
        </span>
        {order.longitude !== null && order.place_code && (
          <Link to={`/map?place=${encodeURIComponent(order.place_code)}`} className={style.map}>
            <Icon name="map" />
            {t('onMap')}
          </Link>
        )}
      </div>
      <p className={style.due}>{t('due', { day: days.full(order.due_on) })}</p>
    </Panel>
  );
}

/** Masked until it is needed; every look is noted. */
function Number({ order }: { order: Order }) {
  const t = useWords('customer');
  const [shown, setShown] = useState(false);
  const reveal = useReveal(order);
  const show = () => {
    setShown(true);
    void reveal();
  };
  if (shown && order.phone) {
    return (
      <a className={style.number} href={`tel:${order.phone}`}>
        <Icon name="phone" />
        {order.phone.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3')}
      </a>
    );
  }
  return (
    <div className={style.fact}>
      <strong className={style.masked}>{order.phone_masked}</strong>
      {order.phone ? (
        <Button small icon="eye" onClick={show}>
          {t('show')}
        </Button>
      ) : (
        <span className={style.hint}>{t('numberLater')}</span>
      )}
    </div>
  );
}
