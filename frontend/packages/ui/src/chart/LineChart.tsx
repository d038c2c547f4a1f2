import { useMemo } from 'react';

import { tokens } from '../theme/tokens';
import { frameFor, quietAxis } from './axis';
import { ChartFrame } from './ChartFrame';

export interface LineSeries {
  name: string;
  values: (number | null)[];
  /** A goal or a comparison rather than what happened. */
  dashed?: boolean;
}

interface Props {
  label: string;
  /** Names along the bottom: months, days. */
  x: string[];
  /** What `x` is, for the head of the table. */
  xName: string;
  series: LineSeries[];
  format: (value: number) => string;
  height?: number;
  /** Begin the scale at zero; without it the scale fits the values. */
  fromZero?: boolean;
}

/** Values over time. */
export function LineChart({ label, x, xName, series, format, height, fromZero = false }: Props) {
  const option = useMemo(
    () => ({
      ...frameFor(series.length > 1),
      tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => (value == null ? '–' : format(Number(value))) },
      xAxis: { type: 'category', data: x, boundaryGap: false, ...quietAxis },
      yAxis: {
        type: 'value',
        scale: !fromZero,
        ...quietAxis,
        axisLabel: { ...quietAxis.axisLabel, formatter: (value: number) => format(value) },
      },
      series: series.map((one, index) => ({
        type: 'line',
        name: one.name,
        data: one.values,
        showSymbol: x.length < 20,
        symbolSize: 5,
        lineStyle: { width: index === 0 ? 2.5 : 1.75, type: one.dashed ? 'dashed' : 'solid' },
        ...(one.dashed ? { itemStyle: { color: tokens.inkSoft } } : {}),
      })),
    }),
    [x, series, format, fromZero],
  );
  const rows = x.map((name, index) => ({
    name,
    cells: series.map((one) => {
      const value = one.values[index];
      return value == null ? '–' : format(value);
    }),
  }));
  return (
    <ChartFrame
      label={label}
      option={option}
      heads={[xName, ...series.map((one) => one.name)]}
      rows={rows}
      {...(height ? { height } : {})}
    />
  );
}
