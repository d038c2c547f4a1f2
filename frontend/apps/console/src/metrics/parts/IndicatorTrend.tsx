import { sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { LineChart, Loaded, Section } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';

import { series, type UnitFigures } from '../dashboard';
import type { Indicator } from '../indicators';
import { TraceLink } from './TraceLink';

/** How the indicator moved over the months, beside its goal where there is one. */
export function IndicatorTrend({ indicator, unit }: { indicator: Indicator; unit: UnitFigures }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const points = useQuery(series(indicator.code, unit.org_code));
  const name = nameOf(indicator);
  return (
    <Section
      title={t('board.trend', { indicator: name })}
      lead={nameOf({ name_zh: indicator.formula_zh, name_en: indicator.formula_en })}
      extra={<TraceLink kind="indicator" code={indicator.code} />}
    >
      <Loaded query={points} rows={8}>
        {(data) => (
          <LineChart
            label={t('board.trend', { indicator: name })}
            x={data.points.map((point) => format.month(point.cycle))}
            xName={t('board.cycle')}
            series={[
              { name, values: data.points.map((point) => point.value) },
              ...(data.points.some((point) => point.goal !== null)
                ? [{ name: t('board.goalLine'), values: data.points.map((point) => point.goal), dashed: true }]
                : []),
            ]}
            format={sayInUnit(format, indicator.unit)}
            height={290}
          />
        )}
      </Loaded>
    </Section>
  );
}
