import { useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, type Column } from '@gridloop/ui';
import { Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';

import { CheckStateMark } from './parts/CheckStateMark';
import { SampleDrawer } from './parts/SampleDrawer';
import { CHECK_KINDS, CHECK_STATES, checksPage, type CheckState, type TruthCheck } from './truth';
import { useCycle } from './useCycle';
import { AUDITORS } from './who';

/** Which reports wait to be checked, and why just these. */
export function Component() {
  const t = useWords('evaluate');
  const [params] = useSearchParams();
  const asked = params.get('state') ?? 'open';
  const state = CHECK_STATES.find((one) => one === asked);
  const person = params.get('person_code') ?? '';
  const page = useMemo(() => checksPage(state, person), [state, person]);
  return (
    <>
      <PageHeader
        title={t('truth.title')}
        lead={t('truth.lead')}
        actions={
          <>
            {person && <Link to={`/evaluate/truth?state=${asked}`}>{t('truth.everybody', { person })}</Link>}
            <DrawSample />
          </>
        }
      />
      <Section title={t('truth.list')} lead={t('truth.note')} extra={<StateChoice state={state} />} flush>
        <DataTable
          label={t('truth.list')}
          columns={useColumns()}
          rowKey={(check) => String(check.id)}
          page={page}
          filters={[
            {
              name: 'kind',
              label: t('check.kind'),
              options: CHECK_KINDS.map((value) => ({ value, label: t(`check.kinds.${value}`) })),
            },
          ]}
          exportName="truth-checks"
          empty={<EmptyState title={t('truth.none')} hint={t('truth.noneHint')} />}
        />
      </Section>
    </>
  );
}

function StateChoice({ state }: { state: CheckState | undefined }) {
  const t = useWords('evaluate');
  const [, setParams] = useSearchParams();
  const choose = (value: string) =>
    setParams((now) => {
      const next = new URLSearchParams(now);
      next.set('state', value);
      next.delete('offset');
      return next;
    });
  return (
    <Segmented
      aria-label={t('check.state')}
      value={state ?? 'all'}
      options={[...CHECK_STATES, 'all' as const].map((value) => ({ value, label: t(`check.states.${value}`) }))}
      onChange={choose}
      style={{ maxWidth: 'calc(100vw - 64px)', overflowX: 'auto' }}
    />
  );
}

function DrawSample() {
  const t = useWords('evaluate');
  const mayDraw = AUDITORS.includes(useMe().role);
  const cycle = useCycle();
  const [open, setOpen] = useState(false);
  if (!mayDraw) return null;
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('sample.open')}
      </Button>
      {open && cycle && <SampleDrawer cycle={cycle} onClose={() => setOpen(false)} />}
    </>
  );
}

function useColumns(): Column<TruthCheck>[] {
  const t = useWords('evaluate');
  const format = useFormat();
  return [
    {
      key: 'kind',
      title: t('check.kind'),
      sortable: true,
      render: (check) => <Link to={`/evaluate/truth/checks/${check.id}`}>{check.kind_name}</Link>,
      text: (check) => check.kind_name,
    },
    { key: 'reason', title: t('check.reason') },
    {
      key: 'person_code',
      title: t('check.person'),
      sortable: true,
      render: (check) => (
        <Link to={`/evaluate/truth?person_code=${check.person_code}&state=all`}>{check.person_name}</Link>
      ),
      text: (check) => check.person_name,
    },
    {
      key: 'claim',
      title: t('check.claim'),
      render: (check) => t(`outcomes.${check.claim}`),
      text: (check) => check.claim,
    },
    {
      key: 'claimed_at',
      title: t('check.claimedAt'),
      sortable: true,
      render: (check) => format.dateTime(check.claimed_at),
    },
    {
      key: 'state',
      title: t('check.state'),
      sortable: true,
      render: (check) => <CheckStateMark state={check.state} />,
      text: (check) => t(`check.states.${check.state}`),
    },
  ];
}
