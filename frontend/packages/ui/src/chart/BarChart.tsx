import { useMemo } from 'react';

import { frameFor, quietAxis } from './axis';
import { ChartFrame } from './ChartFrame';

export interface Bar {
  name: string;
  value: number;
}

interface Props {
  label: string;
  bars: Bar[];
  /** What the bars are and what their length is, for the heads of the table. */
  heads: [string, string];
  format: (value: number) => string;
  onPick?: (index: number) => void;
  /** Bars lie down, so that long names can be read. */
  lying?: boolean;
  height?: number;
}

/** Amounts beside each other. */
export function BarChart({ label, bars, heads, format, onPick, lying = true, height }: Props) {
  const option = useMemo(() => {
    const names = { type: 'category', data: bars.map((bar) => bar.name), inverse: lying, ...quietAxis };
    const amounts = {
      type: 'value',
      ...quietAxis,
      axisLabel: { ...quietAxis.axisLabel, formatter: (value: number) => format(value) },
    };
    return {
      ...frameFor(false),
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        valueFormatter: (value: unknown) => format(Number(value)),
      },
      xAxis: lying ? amounts : names,
      yAxis: lying ? names : amounts,
      series: [{ type: 'bar', name: heads[1], data: bars.map((bar) => bar.value), barMaxWidth: 18 }],
    };
  }, [bars, heads, format, lying]);
  return (
    <ChartFrame
      label={label}
      option={option}
      heads={heads}
      rows={bars.map((bar) => ({ name: bar.name, cells: [format(bar.value)] }))}
      height={height ?? (lying ? 40 + bars.length * 26 : 240)}
      {...(onPick ? { onPick } : {})}
    />
  );
}
