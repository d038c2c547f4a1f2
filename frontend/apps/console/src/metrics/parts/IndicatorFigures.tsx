import { sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Figure, Figures } from '@gridloop/ui';

import type { FigureOf, UnitFigures } from '../dashboard';
import type { Indicator } from '../indicators';
import { changeOf } from '../change';
import { useView } from '../view';

interface Props {
  unit: UnitFigures;
  indicators: Indicator[];
  chosen: string;
}

/** All indicators of one unit; each leads to its map, trend and ranking. */
export function IndicatorFigures({ unit, indicators, chosen }: Props) {
  const nameOf = useNameOf();
  return (
    <Figures>
      {unit.figures.flatMap((figure) => {
        const indicator = indicators.find((one) => one.code === figure.indicator);
        if (!indicator) return [];
        return [
          <One
            key={indicator.code}
            name={nameOf(indicator)}
            indicator={indicator}
            figure={figure}
            chosen={chosen === indicator.code}
          />,
        ];
      })}
    </Figures>
  );
}

interface OneProps {
  name: string;
  indicator: Indicator;
  figure: FigureOf;
  chosen: boolean;
}

function One({ name, indicator, figure, chosen }: OneProps) {
  const t = useWords('metrics');
  const format = useFormat();
  const [, , link] = useView();
  const rank = figure.rank && figure.ranked > 1 ? t('board.rank', { rank: figure.rank, of: figure.ranked }) : '';
  const goal = figure.goal === null ? '' : t('board.goal', { goal: sayInUnit(format, indicator.unit)(figure.goal) });
  return (
    <Figure
      label={name}
      value={sayInUnit(format, indicator.unit)(figure.value)}
      change={figure.change}
      changeText={changeOf(format, indicator.unit, figure)}
      to={link({ indicator: indicator.code })}
      chosen={chosen}
      note={[rank, goal].filter(Boolean).join(' · ')}
    />
  );
}
