import { sayChange, sayInUnit, useFormat, useNameOf } from '@gridloop/i18n';
import { Figure, Figures } from '@gridloop/ui';

import type { Grid } from '../grids';

/** The grid's indicators with their trend; each leads to its dashboard. */
export function GridFigures({ grid }: { grid: Grid }) {
  const format = useFormat();
  const nameOf = useNameOf();
  return (
    <Figures>
      {grid.figures.map((figure) => (
        <Figure
          key={figure.code}
          label={nameOf(figure)}
          value={sayInUnit(format, figure.unit)(figure.value)}
          change={figure.change}
          changeText={sayChange(format, figure.unit, figure.change)}
          trend={figure.trend.map((point) => point.value)}
          to={`/metrics?org=${grid.grid_code}&indicator=${figure.code}`}
        />
      ))}
    </Figures>
  );
}
