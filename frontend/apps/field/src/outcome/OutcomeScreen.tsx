import { useWords } from '@gridloop/i18n';
import { useState } from 'react';
import { Navigate, useNavigate, useParams } from 'react-router';

import { Button } from '../parts/Button';
import { Notice } from '../parts/Notice';
import { Screen } from '../parts/Screen';
import { presentMoment, useFacts, useHeld, useToday, type Channel, type Order, type Outcome } from '../store';
import { DetailChips } from './DetailChips';
import { OutcomeButtons } from './OutcomeButtons';
import { PositionChip, type Position } from './PositionChip';
import type { Details } from './questions';
import { Reminder } from './Reminder';
import { useSave } from './use-save';

/** What came of it: the second tap, and the third one saves. */
export function OutcomeScreen() {
  const { id = '', channel = 'call' } = useParams();
  const held = useHeld<Order>('order', id);
  // An order may leave the phone while its customer is spoken to: what came of it is recorded all the same.
  const [order, setOrder] = useState<Order>();
  if (held && held !== order) setOrder(held);
  if (!order) return held === null ? <Navigate to="/" replace /> : null;
  return <Sheet order={order} channel={channel === 'visit' ? 'visit' : 'call'} />;
}

function Sheet({ order, channel }: { order: Order; channel: Channel }) {
  const t = useWords('outcome');
  const navigate = useNavigate();
  const facts = useFacts();
  const today = useToday();
  const save = useSave(order, channel);
  const [startedAt] = useState(() => presentMoment(facts));
  const [outcome, setOutcome] = useState<Outcome>();
  const [details, setDetails] = useState<Details>({});
  const [position, setPosition] = useState<Position | null>(null);
  const [saving, setSaving] = useState(false);
  const finish = async () => {
    if (!outcome || saving) return;
    setSaving(true);
    await save({ outcome, details, position, startedAt });
    void navigate('/', { replace: true });
  };
  const bar = (
    <Button tone="main" disabled={!outcome || saving} onClick={() => void finish()} style={{ width: '100%' }}>
      {outcome ? t('save') : t('choose')}
    </Button>
  );
  return (
    <Screen title={t(`title.${channel}`, { name: order.customer_name })} deep low bar={bar}>
      <Reminder order={order} />
      <OutcomeButtons channel={channel} chosen={outcome} onChoose={setOutcome} />
      {outcome === 'do_not_disturb' && (
        <Notice tone="attention" icon="silent">
          {t('silentHint')}
        </Notice>
      )}
      {outcome && <DetailChips {...{ outcome, details, today }} onChange={setDetails} />}
      {outcome && channel === 'visit' && <PositionChip position={position} onPosition={setPosition} />}
    </Screen>
  );
}
