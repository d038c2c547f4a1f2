import { useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, State, useActor, type Column, type PageRead, type TableQuery } from '@gridloop/ui';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { APPEAL_STATES, type Appeal } from '../appeals';
import { DECIDERS } from '../who';
import { DecisionDrawer } from './DecisionDrawer';
import style from './Points.module.css';

interface Props {
  page: (query: TableQuery) => PageRead<Appeal>;
  prefix?: string;
}

/** Appeals and what became of them; who may answers from here. */
export function AppealsTable({ page, prefix = '' }: Props) {
  const t = useWords('evaluate');
  const [chosen, setChosen] = useState<Appeal>();
  return (
    <>
      <DataTable
        label={t('appeals.title')}
        columns={useColumns(setChosen)}
        rowKey={(row) => String(row.id)}
        page={page}
        prefix={prefix}
        filters={[
          {
            name: 'state',
            label: t('appeals.state'),
            options: APPEAL_STATES.map((value) => ({ value, label: t(`appeals.states.${value}`) })),
          },
        ]}
        empty={<EmptyState title={t('appeals.none')} hint={t('appeals.noneHint')} />}
      />
      {chosen && <DecisionDrawer appeal={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
}

function useColumns(decide: (appeal: Appeal) => void): Column<Appeal>[] {
  const t = useWords('evaluate');
  const actor = useActor();
  const format = useFormat();
  const mayDecide = DECIDERS.includes(useMe().role);
  const act: Column<Appeal> = {
    key: 'act',
    title: t('appeals.act'),
    render: (row) =>
      row.state === 'open' ? (
        <Button size="small" onClick={() => decide(row)}>
          {t('decision.open')}
        </Button>
      ) : (
        '–'
      ),
    text: () => '',
  };
  return [
    {
      key: 'person_name',
      title: t('points.person'),
      render: (row) => <Link to={`/evaluate/points/${row.person_code}?cycle=${row.cycle}`}>{row.person_name}</Link>,
    },
    { key: 'cycle', title: t('cycle.cycle'), render: (row) => format.month(row.cycle) },
    { key: 'rule', title: t('rule.name'), render: (row) => row.rule_name },
    { key: 'text', title: t('appeal.text'), render: (row) => <span className={style.text}>{row.text}</span> },
    {
      key: 'state',
      title: t('appeals.state'),
      render: (row) => (
        <State tone={row.state === 'open' ? 'active' : row.state === 'granted' ? 'done' : 'idle'}>
          {t(`appeals.states.${row.state}`)}
        </State>
      ),
    },
    {
      key: 'answer',
      title: t('appeals.answer'),
      render: (row) =>
        row.decided_at
          ? t('appeals.answered', {
              answer: row.answer,
              who: actor(row.decided_by, row.decided_by_name),
              day: format.day(row.decided_at),
              points: format.number(row.granted_points),
            })
          : '–',
    },
    { key: 'opened_at', title: t('appeals.openedAt'), render: (row) => format.dateTime(row.opened_at) },
    ...(mayDecide ? [act] : []),
  ];
}
