import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, Meter, PageHeader, Section, type Column } from '@gridloop/ui';
import { useMemo } from 'react';
import { Link } from 'react-router';

import { CycleChoice } from './parts/CycleChoice';
import { SchemeNote } from './parts/SchemeNote';
import { EARNING_RULES, pointsPage, type PersonPoints, type Rule } from './points';
import { useCycle } from './useCycle';

/** What everybody in sight has earned in a cycle, and by which rule. */
export function Component() {
  const t = useWords('evaluate');
  const format = useFormat();
  const cycle = useCycle();
  const page = useMemo(() => pointsPage(cycle), [cycle]);
  return (
    <>
      <PageHeader title={t('points.title')} lead={t('points.lead')} actions={<CycleChoice cycle={cycle} />} />
      <Section title={t('points.list', { cycle: format.month(cycle) })} lead={<SchemeNote cycle={cycle} />} flush>
        <DataTable
          label={t('points.list', { cycle: format.month(cycle) })}
          columns={useColumns(cycle)}
          rowKey={(row) => row.person_code}
          page={page}
          search={t('points.search')}
          exportName={`points-${cycle}`}
          empty={<EmptyState title={t('points.none')} hint={t('points.noneHint')} />}
        />
      </Section>
    </>
  );
}

function useColumns(cycle: string): Column<PersonPoints>[] {
  const t = useWords('evaluate');
  const format = useFormat();
  const nameOf = useNameOf();
  const total = (key: 'confirmed' | 'provisional' | 'held'): Column<PersonPoints> => ({
    key,
    title: t(`account.${key}`),
    numeric: true,
    sortable: true,
    render: (row) => format.fixed(row[key], 1),
    text: (row) => String(row[key]),
  });
  return [
    {
      key: 'person_code',
      title: t('points.person'),
      sortable: true,
      render: (row) => <Link to={`/evaluate/points/${row.person_code}?cycle=${cycle}`}>{row.person_name}</Link>,
      text: (row) => `${row.person_code} ${row.person_name}`,
    },
    {
      key: 'grid',
      title: t('points.grid'),
      wideOnly: true,
      render: (row) => nameOf({ name_zh: row.grid_name_zh, name_en: row.grid_name_en }) || '–',
      text: (row) => row.grid_code,
    },
    {
      ...total('confirmed'),
      render: (row) => (
        <Meter share={row.maximum ? row.confirmed / row.maximum : 0} text={format.fixed(row.confirmed, 1)} />
      ),
    },
    total('provisional'),
    total('held'),
    ...EARNING_RULES.map((rule) => ({
      key: rule,
      title: t(`rule.${rule}`),
      numeric: true,
      render: (row: PersonPoints) => format.fixed(earnedBy(row, rule), 1),
      text: (row: PersonPoints) => String(earnedBy(row, rule) ?? ''),
    })),
    {
      key: 'pay_fen',
      title: t('points.pay'),
      numeric: true,
      render: (row) => format.money(row.pay_fen),
      text: (row) => (row.pay_fen === null ? '' : String(row.pay_fen / 100)),
    },
  ];
}

/** What a rule gave so far, confirmed or not; null where it has no line yet. */
function earnedBy(row: PersonPoints, rule: Rule): number | null {
  const found = row.components.find((one) => one.rule === rule);
  return found ? found.confirmed + found.provisional + found.held : null;
}
