import { useWords } from '@gridloop/i18n';
import { PageHeader, Section } from '@gridloop/ui';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';

import { ledgerPage } from './ledger';
import { CycleChoice } from './parts/CycleChoice';
import { LedgerTable } from './parts/LedgerTable';
import { useCycle } from './useCycle';

/** Every transfer of points in a cycle: nothing is changed afterwards, a correction is a new line. */
export function Component() {
  const t = useWords('evaluate');
  const [params] = useSearchParams();
  const person = params.get('person_code') ?? '';
  const cycle = useCycle();
  const page = useMemo(() => ledgerPage(cycle, person), [cycle, person]);
  return (
    <>
      <PageHeader title={t('ledger.title')} lead={t('ledger.lead')} actions={<CycleChoice cycle={cycle} />} />
      <Section title={t('ledger.list')} lead={t('ledger.note')} flush>
        <LedgerTable page={page} name={`ledger-${cycle}`} people />
      </Section>
    </>
  );
}
