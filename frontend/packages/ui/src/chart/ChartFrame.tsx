import { useWords } from '@gridloop/i18n';
import type { EChartsCoreOption } from 'echarts/core';
import { lazy, Suspense } from 'react';

import type { Column } from '../table/column';
import { StaticTable } from '../table/StaticTable';
import style from './Chart.module.css';

const EChart = lazy(() => import('./EChart'));

/** One row of the numbers behind a chart. */
export interface ChartRow {
  name: string;
  cells: string[];
}

interface Props {
  label: string;
  option: EChartsCoreOption;
  height?: number;
  /** Names of the cells of `rows`; the first stands over the row's name. */
  heads: string[];
  rows: ChartRow[];
  onPick?: (index: number) => void;
}

/** A chart with the same numbers as a table below it, for whoever cannot or will not read the picture. */
export function ChartFrame({ label, option, height = 240, heads, rows, onPick }: Props) {
  const t = useWords('ui');
  const columns: Column<ChartRow>[] = heads.map((title, index) => ({
    key: String(index),
    title,
    numeric: index > 0,
    render: (row) => (index === 0 ? row.name : row.cells[index - 1]),
  }));
  return (
    <figure className={style.chart} aria-label={label}>
      <Suspense fallback={<div style={{ height }} />}>
        <EChart option={option} height={height} {...(onPick ? { onPick } : {})} />
      </Suspense>
      <details className={style.numbers}>
        <summary>{t('chart.numbers')}</summary>
        <StaticTable label={label} columns={columns} rows={rows} rowKey={(row) => row.name} />
      </details>
    </figure>
  );
}
