import { useWords } from '@gridloop/i18n';
import { useState } from 'react';

import { Chips } from '../parts/Chips';
import { Notice } from '../parts/Notice';
import { Button } from '../parts/Button';
import { Panel } from '../parts/Panel';
import { keepAct, presentMoment, useFacts, usePhone, type Order } from '../store';
import { newId, useSync } from '../sync';

const FAULTS = ['address', 'name', 'moved', 'number', 'place'] as const;
type Fault = (typeof FAULTS)[number];

/** Wrong base data, put right on the spot: one tap says what is wrong. */
export function WrongData({ order }: { order: Order }) {
  const t = useWords('customer');
  const { database } = usePhone();
  const facts = useFacts();
  const sync = useSync();
  const [open, setOpen] = useState(false);
  const [told, setTold] = useState<Fault>();
  const tell = async (fault: Fault | undefined) => {
    if (!fault) return;
    setTold(fault);
    const args = {
      intelligence_id: newId(),
      kind: 'wrong_data',
      customer_id: order.customer_id,
      place_code: order.place_code,
      text: t(`wrong.${fault}`),
    };
    await keepAct(database, {
      name: 'report_intelligence',
      args,
      about: order.customer_name,
      claimedAt: presentMoment(facts),
    });
    sync.runAfter(0);
  };
  if (told) return <Notice icon="check">{t('wrongTold', { what: t(`wrong.${told}`) })}</Notice>;
  if (!open) {
    return (
      <Button tone="quiet" small onClick={() => setOpen(true)}>
        {t('wrongAsk')}
      </Button>
    );
  }
  const chips = FAULTS.map((fault) => ({ value: fault, name: t(`wrong.${fault}`) }));
  return (
    <Panel>
      <Chips title={t('wrongWhat')} chips={chips} chosen={told} onChoose={(fault) => void tell(fault)} />
    </Panel>
  );
}
