import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, type Column, type PageRead, type TableQuery } from '@gridloop/ui';
import { Link } from 'react-router';

import { LEDGER_RULES, type LedgerLine } from '../ledger';
import style from './Points.module.css';

interface Props {
  page: (query: TableQuery) => PageRead<LedgerLine>;
  /** Name of the exported file. */
  name: string;
  prefix?: string;
  /** Says whose line it is: where the lines are not all of one person. */
  people?: boolean;
}

/** Lines of the points ledger, newest first; a correction is a line of its own. */
export function LedgerTable({ page, name, prefix = '', people = false }: Props) {
  const t = useWords('evaluate');
  const columns = useColumns(people);
  return (
    <DataTable
      label={t('ledger.title')}
      columns={columns}
      rowKey={(line) => String(line.id)}
      page={page}
      prefix={prefix}
      filters={[
        {
          name: 'rule',
          label: t('rule.name'),
          options: LEDGER_RULES.map((value) => ({ value, label: t(`rule.${value}`) })),
        },
      ]}
      exportName={name}
      empty={<EmptyState title={t('ledger.none')} hint={t('ledger.noneHint')} />}
    />
  );
}

function useColumns(people: boolean): Column<LedgerLine>[] {
  const t = useWords('evaluate');
  const format = useFormat();
  const person: Column<LedgerLine> = {
    key: 'person_name',
    title: t('points.person'),
    render: (line) => <Link to={`/evaluate/points/${line.person_code}?cycle=${line.cycle}`}>{line.person_name}</Link>,
    text: (line) => `${line.person_code} ${line.person_name}`,
  };
  return [
    {
      key: 'posted_at',
      title: t('ledger.postedAt'),
      render: (line) => <Link to={`/evaluate/ledger/${line.id}`}>{format.dateTime(line.posted_at)}</Link>,
      text: (line) => line.posted_at,
    },
    ...(people ? [person] : []),
    { key: 'rule', title: t('rule.name'), render: (line) => line.rule_name, text: (line) => line.rule_name },
    {
      key: 'points',
      title: t('ledger.points'),
      numeric: true,
      render: (line) => (line.points > 0 ? '+' : '') + format.fixed(line.points, 1),
      text: (line) => String(line.points),
    },
    {
      key: 'transfer',
      title: t('ledger.transfer'),
      render: (line) => t('ledger.fromTo', { from: t(`account.${line.debit}`), to: t(`account.${line.credit}`) }),
      text: (line) => `${line.debit} → ${line.credit}`,
    },
    {
      key: 'text',
      title: t('ledger.why'),
      render: (line) => <span className={style.text}>{line.text}</span>,
      text: (line) => line.text,
    },
  ];
}
