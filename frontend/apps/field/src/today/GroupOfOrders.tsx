import { useState } from 'react';

import { Icon } from '../parts/Icon';
import { OrderLine } from '../parts/OrderLine';
import type { Order } from '../store';
import style from './GroupOfOrders.module.css';

const FIRST = 12;

interface Props {
  title: string;
  orders: Order[];
  day: string;
  attention?: boolean;
  /** Unfolded from the start. */
  open?: boolean;
}

/** A group of the list, folded or not; nothing when it is empty. */
export function GroupOfOrders({ title, orders, day, attention, open = false }: Props) {
  const [unfolded, setUnfolded] = useState(open);
  const [most, setMost] = useState(FIRST);
  if (orders.length === 0) return null;
  const shown = unfolded ? orders.slice(0, most) : [];
  return (
    <section className={style.group}>
      <h2>
        <button type="button" className={style.title} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          <span className={attention ? style.attention : undefined}>{title}</span>
          <span className={style.count}>{orders.length}</span>
          <Icon name={unfolded ? 'down' : 'right'} size={1} />
        </button>
      </h2>
      {shown.length > 0 && (
        <ul className={style.list}>
          {shown.map((order) => (
            <OrderLine key={order.id} order={order} today={day} />
          ))}
          {orders.length > most && unfolded && (
            <li>
              <button type="button" className={style.more} onClick={() => setMost(most + 50)}>
                <Icon name="down" size={1} /> {orders.length - most}
              </button>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}
