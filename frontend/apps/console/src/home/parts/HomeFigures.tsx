import { sayChange, sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Figure, Figures } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';

import { openAlerts } from '../alerts';
import type { HomeFigure } from '../homes';

/** The figures of a home with their trend; each leads to its dashboard. */
export function HomeFigures({ figures }: { figures: HomeFigure[] }) {
  const t = useWords('home');
  const format = useFormat();
  const nameOf = useNameOf();
  const alerts = useQuery(openAlerts);
  const note = (figure: HomeFigure) => {
    const goal = figure.goal === null ? '' : t('figure.goal', { goal: sayInUnit(format, figure.unit)(figure.goal) });
    const moved = /[1-9]/.test(sayChange(format, figure.unit, figure.change));
    const judged = figure.better === null || !moved ? '' : t(figure.better ? 'figure.better' : 'figure.worse');
    return [judged, goal].filter(Boolean).join(' · ');
  };
  return (
    <Figures>
      {figures.map((figure) => (
        <Figure
          key={figure.code}
          label={nameOf(figure)}
          value={sayInUnit(format, figure.unit)(figure.value)}
          change={figure.change}
          changeText={sayChange(format, figure.unit, figure.change)}
          trend={figure.trend.map((point) => point.value)}
          note={note(figure)}
          to={`/metrics?indicator=${figure.code}`}
        />
      ))}
      <Figure
        label={t('figure.alerts')}
        value={format.count(alerts.data ?? null)}
        attention={Boolean(alerts.data)}
        note={t('figure.alertsNote')}
        to="/metrics/alerts"
      />
    </Figures>
  );
}
