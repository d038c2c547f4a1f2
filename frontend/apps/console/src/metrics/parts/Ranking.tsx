import { sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, Section, type Column } from '@gridloop/ui';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';

import type { Dashboard } from '../dashboard';
import { indicatorTablePage, type TableRow } from '../indicator-table';
import type { Indicator } from '../indicators';
import { LEVELS } from '../levels';
import { changeOf } from '../change';
import { useView } from '../view';
import { workbookOf } from '../workbooks';
import { LevelChoice } from './LevelChoice';

/** All units of a level by the indicator: value, change, rank, goal. */
export function Ranking({ board, indicator }: { board: Dashboard; indicator: Indicator }) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const [params] = useSearchParams();
  const below = board.children[0]?.kind;
  const level = LEVELS.find((one) => one === params.get('level')) ?? LEVELS.find((one) => one === below) ?? 'grid';
  const page = useMemo(
    () => indicatorTablePage({ indicator: indicator.code, level, cycle: board.cycle }),
    [indicator.code, level, board.cycle],
  );
  return (
    <Section
      title={t('ranking.title', { indicator: nameOf(indicator) })}
      lead={indicator.direction === 'down' ? t('ranking.lessIsBetter') : undefined}
      extra={<LevelChoice level={level} />}
      flush
    >
      <DataTable
        label={t('ranking.title', { indicator: nameOf(indicator) })}
        columns={useColumns(indicator)}
        rowKey={(row) => row.org_code}
        page={page}
        defaultSort="rank"
        search={t('ranking.search')}
        workbook={workbookOf('indicator-table', { indicator: indicator.code, level, cycle: board.cycle })}
      />
    </Section>
  );
}

function useColumns(indicator: Indicator): Column<TableRow>[] {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const [, , link] = useView();
  const say = sayInUnit(format, indicator.unit);
  const raw = (value: number | null) => (value === null ? '' : String(value));
  return [
    {
      key: 'name',
      title: t('ranking.unit'),
      render: (row) => <Link to={link({ org: row.org_code })}>{nameOf(row)}</Link>,
      text: nameOf,
    },
    { key: 'org_code', title: t('ranking.code'), sortable: true },
    {
      key: 'rank',
      title: t('ranking.rank'),
      numeric: true,
      sortable: true,
      render: ({ figure }) => (figure.rank ? `${figure.rank} / ${figure.ranked}` : '–'),
      text: ({ figure }) => raw(figure.rank),
    },
    {
      key: 'value',
      title: nameOf(indicator),
      numeric: true,
      sortable: true,
      render: ({ figure }) => say(figure.value),
      text: ({ figure }) => raw(figure.value),
    },
    {
      key: 'previous',
      title: t('ranking.previous'),
      numeric: true,
      wideOnly: true,
      render: ({ figure }) => say(figure.previous),
      text: ({ figure }) => raw(figure.previous),
    },
    {
      // of shares the difference is shown, and sorted by
      key: indicator.unit === 'share' ? 'change' : 'change_ratio',
      title: t('ranking.change'),
      numeric: true,
      sortable: true,
      render: ({ figure }) => changeOf(format, indicator.unit, figure),
      text: ({ figure }) => raw(figure.change_ratio),
    },
    {
      key: 'year_change_ratio',
      title: t('ranking.yearChange'),
      numeric: true,
      wideOnly: true,
      render: ({ figure }) =>
        indicator.unit === 'share' ? format.points(figure.year_change) : format.change(figure.year_change_ratio),
      text: ({ figure }) => raw(figure.year_change_ratio),
    },
    {
      key: 'goal_reached',
      title: t('ranking.goalReached'),
      numeric: true,
      render: ({ figure }) => format.percent(figure.goal_reached),
      text: ({ figure }) => raw(figure.goal_reached),
    },
  ];
}
