import { useWords } from '@gridloop/i18n';
import { useParams } from 'react-router';

import { Agreed } from '../parts/Agreed';
import { ContactButtons } from '../parts/ContactButtons';
import { Empty } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { useOutcomeName } from '../parts/outcome-names';
import { Panel } from '../parts/Panel';
import { Screen } from '../parts/Screen';
import { isAgreed, useHeld, useToday, type Channel, type Order } from '../store';
import { ContactFacts } from './ContactFacts';
import { OfferPanel } from './OfferPanel';
import { Reasons } from './Reasons';
import { Script } from './Script';
import { WrongData } from './WrongData';

/** Everything needed for one contact: why, what to offer, what to say, how to reach him. */
export function CustomerScreen() {
  const t = useWords('customer');
  const { id = '' } = useParams();
  const today = useToday();
  const order = useHeld<Order>('order', id);
  if (order === undefined) return null;
  if (order === null) {
    return (
      <Screen title={t('gone')} deep>
        <Empty icon="person" title={t('gone')} hint={t('goneHint')} />
      </Screen>
    );
  }
  return (
    <Screen title={order.customer_name} deep bar={<ContactButtons order={order} />}>
      {isAgreed(order, today) ? <Agreed order={order} today={today} /> : <Before order={order} />}
      {order.note && (
        <Panel title={t('note')}>
          <p>{order.note}</p>
        </Panel>
      )}
      <Reasons reasons={order.reasons} />
      <OfferPanel order={order} />
      <Script order={order} />
      <ContactFacts order={order} />
      <WrongData order={order} />
    </Screen>
  );
}

/** What came of it last time. */
function Before({ order }: { order: Order }) {
  const t = useWords('customer');
  const name = useOutcomeName();
  if (!order.last_outcome) return null;
  const outcome = name(order.last_outcome, order.channel as Channel);
  return <Notice icon="clock">{t('before', { count: order.contacts, outcome })}</Notice>;
}
