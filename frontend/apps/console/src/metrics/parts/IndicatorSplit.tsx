import { sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, LineChart, Loaded, Section, StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';

import type { Dashboard } from '../dashboard';
import type { Indicator } from '../indicators';
import { LEVELS, type Level } from '../levels';
import { monthAfter } from '../month-after';
import { dimensions, NOT_A_SPLIT, splitPage, splitSeries, type SplitRow, type SplitSeries } from '../splits';
import { useView } from '../view';
import { workbookOf } from '../workbooks';
import style from './IndicatorSplit.module.css';

interface Props {
  indicator: Indicator;
  board: Dashboard;
}

/** What the figure is made of: by kind of customer, tenure, channel and whatever else its facts can tell apart. */
export function IndicatorSplit({ indicator, board }: Props) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const [params, setParams] = useSearchParams();
  const known = useQuery(dimensions).data ?? [];
  const able = indicator.dimensions.filter((name) => !NOT_A_SPLIT.includes(name));
  const chosen = able.find((name) => name === params.get('split'));
  const choose = (next: string | undefined) =>
    setParams((now) => {
      const changed = new URLSearchParams(now);
      for (const name of ['split', 'by.sort', 'by.offset']) changed.delete(name);
      if (next) changed.set('split', next);
      return changed;
    });
  if (able.length === 0) return null;
  return (
    <Section
      title={t('split.title', { indicator: nameOf(indicator) })}
      lead={t(indicator.kind === 'ratio' ? 'split.leadRatio' : 'split.lead')}
      extra={
        <Select<string>
          aria-label={t('split.by')}
          placeholder={t('split.by')}
          allowClear
          value={chosen ?? null}
          style={{ minWidth: 160 }}
          options={able.map((name) => {
            const found = known.find((one) => one.name === name);
            return { value: name, label: found ? nameOf(found) : name };
          })}
          onChange={(value: string | undefined) => choose(value)}
        />
      }
      flush={Boolean(chosen)}
    >
      {chosen ? <Shown indicator={indicator} dimension={chosen} board={board} /> : <p>{t('split.choose')}</p>}
    </Section>
  );
}

function Shown({ indicator, dimension, board }: Props & { dimension: string }) {
  const t = useWords('metrics');
  const series = useQuery(splitSeries(indicator.code, dimension, board.unit.org_code));
  return (
    <Loaded query={series} rows={8}>
      {(found) =>
        found.members.length === 0 ? (
          <EmptyState title={t('split.none')} hint={t('split.noneHint')} />
        ) : (
          <>
            <Months indicator={indicator} series={found} />
            <Members indicator={indicator} series={found} cycle={board.cycle ?? ''} />
            {board.unit.has_children && <Units indicator={indicator} series={found} board={board} />}
          </>
        )
      }
    </Loaded>
  );
}

function Months({ indicator, series }: { indicator: Indicator; series: SplitSeries }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  return (
    <div style={{ padding: '0 16px' }}>
      <LineChart
        label={t('split.trend', { indicator: nameOf(indicator), dimension: nameOf(series.dimension) })}
        x={series.cycles.map((cycle) => format.month(cycle))}
        xName={t('board.cycle')}
        series={[
          ...series.members.map((one) => ({ name: nameOf(one), values: series.values[one.code] ?? [] })),
          ...(indicator.kind === 'ratio' ? [{ name: t('split.whole'), values: series.total, dashed: true }] : []),
        ]}
        format={sayInUnit(format, indicator.unit)}
        height={260}
      />
    </div>
  );
}

interface MemberRow {
  code: string;
  name: string;
  value: number | null;
  before: number | null;
  part: number | null;
}

/** The members of the month; amounts with their part of the whole. */
function Members({ indicator, series, cycle }: { indicator: Indicator; series: SplitSeries; cycle: string }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const at = series.cycles.indexOf(cycle);
  const earlier = series.cycles.indexOf(monthAfter(cycle, -1));
  const say = sayInUnit(format, indicator.unit);
  const whole = series.total[at] ?? null;
  const amounts = indicator.kind === 'simple';
  const rows: MemberRow[] = [
    ...series.members.map((one) => {
      const value = series.values[one.code]?.[at] ?? null;
      const before = series.values[one.code]?.[earlier] ?? null;
      return { code: one.code, name: nameOf(one), value, before, part: value !== null && whole ? value / whole : null };
    }),
    {
      code: '',
      name: t('split.whole'),
      value: whole,
      before: series.total[earlier] ?? null,
      part: whole ? 1 : null,
    },
  ];
  const columns: Column<MemberRow>[] = [
    { key: 'name', title: nameOf(series.dimension) },
    { key: 'value', title: nameOf(indicator), numeric: true, render: (row) => say(row.value) },
    ...(amounts
      ? [
          {
            key: 'part',
            title: t('split.part'),
            numeric: true,
            render: (row: MemberRow) => format.percent(row.part),
          },
        ]
      : []),
    { key: 'before', title: t('ranking.previous'), numeric: true, render: (row) => say(row.before) },
  ];
  return (
    <>
      <h3 className={style.part}>{t('split.members')}</h3>
      <StaticTable label={t('split.members')} columns={columns} rows={rows} rowKey={(row) => row.code || 'whole'} />
    </>
  );
}

/** The units below, member by member. */
function Units({ indicator, series, board }: { indicator: Indicator; series: SplitSeries; board: Dashboard }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const [params] = useSearchParams();
  const [, , link] = useView();
  const below = board.children[0]?.kind;
  const level: Level =
    LEVELS.find((one) => one === params.get('level')) ?? LEVELS.find((one) => one === below) ?? 'grid';
  const split = useMemo(
    () => ({
      indicator: indicator.code,
      dimension: series.dimension.name,
      level,
      cycle: board.cycle ?? '',
      org_code: board.unit.org_code,
    }),
    [indicator.code, series.dimension.name, level, board.cycle, board.unit.org_code],
  );
  const page = useMemo(() => splitPage(split), [split]);
  const say = sayInUnit(format, indicator.unit);
  const columns: Column<SplitRow>[] = [
    {
      key: 'name',
      title: t('ranking.unit'),
      sortable: true,
      render: (row) => <Link to={link({ org: row.org_code })}>{nameOf(row)}</Link>,
      text: nameOf,
    },
    { key: 'total', title: t('split.whole'), numeric: true, sortable: true, render: (row) => say(row.total) },
    ...series.members.map((one): Column<SplitRow> => ({
      key: one.code,
      title: nameOf(one),
      numeric: true,
      sortable: true,
      render: (row) => say(row.values[one.code] ?? null),
    })),
  ];
  return (
    <>
      <h3 className={style.part}>{t('split.units')}</h3>
      <DataTable
        label={t('split.units')}
        columns={columns}
        rowKey={(row) => row.org_code}
        page={page}
        prefix="by."
        workbook={workbookOf('split-table', { ...split })}
      />
    </>
  );
}
