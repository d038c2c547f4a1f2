import { useWords } from '@gridloop/i18n';
import { useNavigate } from 'react-router';

import { keepAct, leaseHolds, presentMoment, useFacts, usePhone, type Channel, type Order } from '../store';
import { useSync } from '../sync';
import { Anchor, Button, Buttons } from './Button';
import { Notice } from './Notice';

/** The first of three taps: call or visit. The way that was planned stands first and filled. */
export function ContactButtons({ order }: { order: Order }) {
  const t = useWords('parts');
  const facts = useFacts();
  const fresh = leaseHolds(facts);
  const call = <CallButton key="call" order={order} main={order.channel !== 'visit'} fresh={fresh} />;
  const visit = <VisitButton key="visit" order={order} main={order.channel === 'visit'} fresh={fresh} />;
  return (
    <>
      {!fresh && facts.lastSyncAt !== null && (
        <Notice tone="attention" icon="clock">
          {t('contact.stale', { hours: facts.leaseHours })}
        </Notice>
      )}
      <Buttons>{order.channel === 'visit' ? [visit, call] : [call, visit]}</Buttons>
    </>
  );
}

interface Props {
  order: Order;
  main: boolean;
  fresh: boolean;
}

function CallButton({ order, main, fresh }: Props) {
  const t = useWords('parts');
  const go = useResult(order.id);
  const reveal = useReveal(order);
  const tone = main ? 'main' : 'plain';
  if (!fresh || !order.phone) {
    return (
      <Button tone={tone} icon="phone" onClick={() => go('call')}>
        {fresh ? t('contact.call') : t('contact.calledAlready')}
      </Button>
    );
  }
  const dial = () => {
    void reveal();
    go('call');
  };
  return (
    <Anchor tone={tone} icon="phone" href={`tel:${order.phone}`} onClick={dial}>
      {t('contact.call')}
    </Anchor>
  );
}

function VisitButton({ order, main, fresh }: Props) {
  const t = useWords('parts');
  const go = useResult(order.id);
  return (
    <Button tone={main ? 'main' : 'plain'} icon="visit" onClick={() => go('visit')}>
      {fresh ? t('contact.visit') : t('contact.visitedAlready')}
    </Button>
  );
}

function useResult(orderId: string) {
  const navigate = useNavigate();
  return (channel: Channel) => void navigate(`/order/${orderId}/result/${channel}`);
}

/** Notes that the clear number was looked at; told to the server like any other act. */
export function useReveal(order: Order) {
  const { database } = usePhone();
  const facts = useFacts();
  const sync = useSync();
  return async () => {
    const args = { order_id: order.id, purpose: 'call' };
    await keepAct(database, { name: 'reveal_phone', args, about: order.customer_name, claimedAt: presentMoment(facts) });
    sync.runAfter(0);
  };
}
