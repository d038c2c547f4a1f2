import { useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, State, useActor, type Column } from '@gridloop/ui';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { cyclesPage, type Cycle } from './cycles';
import { CloseDrawer } from './parts/CloseDrawer';
import { WaitingFor } from './parts/WaitingFor';
import { CLOSERS } from './who';

/** Which cycles are closed, what the open ones wait for, and what they pay. */
export function Component() {
  const t = useWords('evaluate');
  const [closing, setClosing] = useState<Cycle>();
  return (
    <>
      <PageHeader title={t('cycles.title')} lead={t('cycles.lead')} />
      <Section title={t('cycles.list')} lead={t('cycles.note')} flush>
        <DataTable
          label={t('cycles.list')}
          columns={useColumns(setClosing)}
          rowKey={(one) => one.cycle}
          page={cyclesPage}
          exportName="cycles"
          empty={<EmptyState title={t('cycles.none')} />}
        />
      </Section>
      {closing && <CloseDrawer cycle={closing} onClose={() => setClosing(undefined)} />}
    </>
  );
}

function stateOf(one: Cycle): 'closed' | 'closable' | 'open' {
  if (one.closed) return 'closed';
  return one.closable ? 'closable' : 'open';
}

const TONES = { closed: 'done', closable: 'active', open: 'idle' } as const;

function useColumns(close: (cycle: Cycle) => void): Column<Cycle>[] {
  const t = useWords('evaluate');
  const actor = useActor();
  const format = useFormat();
  const mayClose = CLOSERS.includes(useMe().role);
  const total = (key: 'confirmed' | 'provisional' | 'held'): Column<Cycle> => ({
    key,
    title: t(`account.${key}`),
    numeric: true,
    render: (one) => format.fixed(one[key], 1),
    text: (one) => String(one[key]),
  });
  const act: Column<Cycle> = {
    key: 'act',
    title: t('cycles.act'),
    render: (one) =>
      one.closable ? (
        <Button type="primary" size="small" onClick={() => close(one)}>
          {t('close.open')}
        </Button>
      ) : (
        '–'
      ),
    text: () => '',
  };
  return [
    {
      key: 'cycle',
      title: t('cycle.cycle'),
      render: (one) => <Link to={`/evaluate/points?cycle=${one.cycle}`}>{format.month(one.cycle)}</Link>,
    },
    {
      key: 'state',
      title: t('cycles.state'),
      render: (one) => <State tone={TONES[stateOf(one)]}>{t(`cycles.states.${stateOf(one)}`)}</State>,
      text: (one) => t(`cycles.states.${stateOf(one)}`),
    },
    {
      key: 'waiting_for',
      title: t('cycles.waitingFor'),
      render: (one) => <WaitingFor cycle={one} />,
      text: (one) => one.waiting_for.map((what) => what.text).join('; '),
    },
    { key: 'people', title: t('cycles.people'), numeric: true, render: (one) => format.count(one.people) },
    total('confirmed'),
    total('provisional'),
    total('held'),
    {
      key: 'fen_per_point',
      title: t('cycles.price'),
      numeric: true,
      wideOnly: true,
      render: (one) => format.money(one.fen_per_point),
      text: (one) => String(one.fen_per_point / 100),
    },
    {
      key: 'pay_total_fen',
      title: t('cycles.paid'),
      numeric: true,
      render: (one) => (one.closed ? format.money(one.pay_total_fen) : '–'),
      text: (one) => (one.closed ? String(one.pay_total_fen / 100) : ''),
    },
    {
      key: 'closed_at',
      title: t('cycles.closedAt'),
      render: (one) =>
        one.closed_at
          ? t('cycles.closedBy', {
              day: format.day(one.closed_at),
              who: actor(one.closed_by, one.closed_by_name),
            })
          : '–',
      text: (one) => one.closed_at ?? '',
    },
    ...(mayClose ? [act] : []),
  ];
}
