import { sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import {
  EmptyState,
  Loaded,
  Meter,
  OutOfScope,
  PageHeader,
  Section,
  ShareLink,
  Sparkline,
  StaticTable,
  WorkbookLink,
  type Column,
} from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Space } from 'antd';
import { Link, useLocation } from 'react-router';

import { benchmark, type Benchmark } from './alerts';
import { dashboard, isOutOfScope, type Dashboard } from './dashboard';
import { indicatorLibrary, type Indicator } from './indicators';
import { DomainChoice } from './parts/DomainChoice';
import { ownLink, useView } from './view';
import { figuresWorkbook } from './workbooks';

/** A unit beside comparable ones: where it is ahead, where it falls behind. */
export function Component() {
  const t = useWords('metrics');
  const [view] = useView();
  const board = useQuery(dashboard(view.org, view.cycle));
  const library = useQuery(indicatorLibrary);
  const header = <PageHeader title={t('peers.title')} lead={t('peers.lead')} />;
  const own = ownLink(useLocation());
  if (view.org && isOutOfScope(board.error)) return <OutOfScope own={own} />;
  return (
    <Loaded query={library} header={header}>
      {(indicators) => (
        <Loaded query={board} header={header}>
          {(found) => <Beside board={found} indicators={indicators} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Beside({ board, indicators }: { board: Dashboard; indicators: Indicator[] }) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const [view, , link] = useView();
  const rows = useQuery(benchmark(board.unit.org_code, board.cycle ?? '', view.domain));
  const crumbs = board.trail.map((one) => ({ label: nameOf(one), to: link({ org: one.org_code }) }));
  const alone = rows.data?.every((row) => row.peers === 0);
  if (!board.cycle) return <EmptyState title={t('board.none')} hint={t('board.noneHint')} />;
  return (
    <>
      <PageHeader
        title={nameOf(board.unit)}
        lead={t('peers.lead')}
        crumbs={crumbs}
        actions={
          <Space wrap>
            <ShareLink shown={{ org: board.unit.org_code, cycle: board.cycle }} />
            <WorkbookLink
              to={figuresWorkbook('benchmark', {
                org_code: board.unit.org_code,
                cycle: board.cycle,
                domain: view.domain,
              })}
            />
          </Space>
        }
      />
      <DomainChoice />
      <Section title={t('peers.title')} lead={alone ? t('peers.alone') : t('peers.rule')} flush>
        <Loaded query={rows} rows={8}>
          {(found) => <Rows rows={found} indicators={indicators} />}
        </Loaded>
      </Section>
    </>
  );
}

function Rows({ rows, indicators }: { rows: Benchmark[]; indicators: Indicator[] }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const [, , link] = useView();
  const of = (row: Benchmark) => indicators.find((one) => one.code === row.indicator);
  const say = (row: Benchmark) => sayInUnit(format, of(row)?.unit ?? 'count');
  const compared = rows.some((row) => row.peers > 0);
  const beside: Column<Benchmark>[] = [
    { key: 'peer_median', title: t('peers.median'), numeric: true, render: (row) => say(row)(row.peer_median) },
    {
      key: 'peers',
      title: t('peers.among'),
      render: (row) =>
        row.peers === 0
          ? '–'
          : `${row.peer_kind ? t(`peers.kinds.${row.peer_kind}`) : t('peers.all')} ${format.count(row.peers)}`,
    },
    {
      key: 'percentile',
      title: t('peers.percentile'),
      render: (row) =>
        row.percentile === null ? '–' : <Meter share={row.percentile} text={format.percent(row.percentile, 0)} />,
    },
  ];
  const columns: Column<Benchmark>[] = [
    {
      key: 'indicator',
      title: t('indicator.name'),
      render: (row) => {
        const found = of(row);
        return <Link to={link({ indicator: row.indicator })}>{found ? nameOf(found) : row.indicator}</Link>;
      },
    },
    { key: 'value', title: t('alerts.value'), numeric: true, render: (row) => say(row)(row.value) },
    { key: 'previous', title: t('ranking.previous'), numeric: true, render: (row) => say(row)(row.previous) },
    { key: 'year_ago', title: t('peers.yearAgo'), numeric: true, render: (row) => say(row)(row.year_ago) },
    { key: 'goal', title: t('board.goalLine'), numeric: true, render: (row) => say(row)(row.goal) },
    ...(compared ? beside : []),
    {
      key: 'trend',
      title: t('peers.trend'),
      render: (row) => <Sparkline values={row.trend.map((point) => point.value)} />,
    },
  ];
  return <StaticTable label={t('peers.title')} columns={columns} rows={rows} rowKey={(row) => row.indicator} />;
}
