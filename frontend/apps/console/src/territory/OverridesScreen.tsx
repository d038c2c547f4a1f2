import { useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, State, useActor, type Column, type Tone } from '@gridloop/ui';

import { DECIDERS } from './deciders';
import { OVERRIDE_STATES, overridesPage, type Override, type OverrideState } from './overrides';
import { Decision } from './parts/Decision';

const TONES: Record<OverrideState, Tone> = { pending: 'attention', approved: 'done', rejected: 'idle', ended: 'idle' };

/** Customers moved by hand: what waits for a decision, what was decided. */
export function Component() {
  const t = useWords('territory');
  const actor = useActor();
  const format = useFormat();
  const decides = DECIDERS.includes(useMe().role);
  const columns: Column<Override>[] = [
    { key: 'customer_id', title: t('customer.id') },
    {
      key: 'state',
      title: t('override.state'),
      render: (one) => <State tone={TONES[one.state]}>{t(`override.states.${one.state}`)}</State>,
      text: (one) => t(`override.states.${one.state}`),
    },
    { key: 'former_assignee_code', title: t('override.from') },
    { key: 'assignee_name', title: t('override.to') },
    { key: 'reason', title: t('override.reason') },
    {
      key: 'requested_by',
      title: t('override.requestedBy'),
      render: (one) => actor(one.requested_by, one.requested_by_name),
    },
    { key: 'requested_at', title: t('override.requestedAt'), render: (one) => format.dateTime(one.requested_at) },
    {
      key: 'decided_by',
      title: t('override.decidedBy'),
      render: (one) =>
        one.state === 'pending' && decides ? <Decision override={one} /> : actor(one.decided_by, one.decided_by_name),
      text: (one) => one.decided_by_name,
    },
  ];
  const states = OVERRIDE_STATES.map((value) => ({ value, label: t(`override.states.${value}`) }));
  return (
    <>
      <PageHeader title={t('overrides.title')} lead={t('overrides.lead')} />
      <Section title={t('overrides.list')} flush>
        <DataTable
          label={t('overrides.list')}
          columns={columns}
          rowKey={(one) => String(one.id)}
          page={overridesPage}
          filters={[{ name: 'state', label: t('override.state'), options: states }]}
          exportName="overrides"
          empty={<EmptyState title={t('overrides.none')} hint={t('overrides.noneHint')} />}
        />
      </Section>
    </>
  );
}
