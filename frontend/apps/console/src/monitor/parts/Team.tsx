import { useFormat, useWords } from '@gridloop/i18n';
import { StaticTable, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import type { Grid } from '../grids';

type Member = Grid['team'][number];

/** The team with its load and its results. */
export function Team({ grid }: { grid: Grid }) {
  const t = useWords('monitor');
  const format = useFormat();
  const columns: Column<Member>[] = [
    {
      key: 'person_name',
      title: t('help.person'),
      render: (one) => (
        <Link to={`/dispatch?assignee_code=${one.person_code}&cycle=${grid.cycle}`}>{one.person_name}</Link>
      ),
    },
    { key: 'customers', title: t('grid.customers'), numeric: true, render: (one) => format.count(one.customers) },
    { key: 'orders', title: t('funnel.orders'), numeric: true },
    { key: 'open', title: t('funnel.open'), numeric: true },
    { key: 'overdue', title: t('funnel.overdue'), numeric: true },
    { key: 'contacted', title: t('funnel.contacted'), numeric: true },
    { key: 'reported', title: t('funnel.reported'), numeric: true },
    { key: 'confirmed', title: t('funnel.confirmed'), numeric: true },
    {
      key: 'points',
      title: t('team.points'),
      numeric: true,
      render: (one) => (
        <>
          {format.number(one.points_confirmed)}
          {one.points_provisional > 0 && (
            <small> {t('team.provisional', { points: format.number(one.points_provisional) })}</small>
          )}
        </>
      ),
    },
  ];
  return <StaticTable label={t('team.title')} columns={columns} rows={grid.team} rowKey={(one) => one.person_code} />;
}
