import { useMemo } from 'react';

import { tokens } from '../theme/tokens';
import { frameFor, quietAxis, text } from './axis';
import { ChartFrame } from './ChartFrame';

interface Props {
  label: string;
  points: { x: number; y: number }[];
  xName: string;
  yName: string;
  seriesName: string;
  format: (value: number) => string;
  /** Name of the line x = y, where prediction and truth agree. */
  diagonal?: string;
  height?: number;
}

/** One quantity against another; with the diagonal a calibration plot. */
export function XYChart({ label, points, xName, yName, seriesName, format, diagonal, height }: Props) {
  const option = useMemo(() => {
    const most = Math.max(...points.flatMap((point) => [point.x, point.y]), 0) || 1;
    const axis = (name: string) => ({
      type: 'value',
      min: 0,
      ...(diagonal ? { max: most } : {}),
      name,
      nameLocation: 'middle',
      nameTextStyle: text,
      ...quietAxis,
      axisLabel: { ...quietAxis.axisLabel, formatter: (value: number) => format(value), showMaxLabel: false },
    });
    return {
      ...frameFor(Boolean(diagonal)),
      tooltip: { trigger: 'item', valueFormatter: (value: unknown) => (value as number[]).map(format).join(' / ') },
      xAxis: axis(xName),
      yAxis: axis(yName),
      series: [
        { type: 'line', name: seriesName, data: points.map((point) => [point.x, point.y]), symbolSize: 7 },
        ...(diagonal
          ? [
              {
                type: 'line',
                name: diagonal,
                data: [
                  [0, 0],
                  [most, most],
                ],
                showSymbol: false,
                lineStyle: { type: 'dashed', width: 1.5 },
                itemStyle: { color: tokens.inkSoft },
              },
            ]
          : []),
      ],
    };
  }, [points, xName, yName, seriesName, format, diagonal]);
  return (
    <ChartFrame
      label={label}
      option={option}
      heads={['', xName, yName]}
      rows={points.map((point, index) => ({ name: String(index + 1), cells: [format(point.x), format(point.y)] }))}
      height={height ?? 280}
    />
  );
}
