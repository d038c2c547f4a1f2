import { useFormat, useWords } from '@gridloop/i18n';
import { Figure, Figures } from '@gridloop/ui';

import type { Summary } from '../results';
import { useIntervalNote } from './interval-note';

/** All campaigns of a cycle together: what they added, what they cost, what each yuan brought. */
export function CycleSummary({ summary }: { summary: Summary }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const range = useIntervalNote(summary.campaigns_with_gain > 0);
  const percent = (value: number) => format.percent(value, 0);
  const { incremental_successes: successes, incremental_revenue_fen: revenue, roi } = summary;
  const { projected_revenue_fen: projected, projected_roi: projectedRoi } = summary;
  return (
    <Figures>
      <Figure
        label={t('summary.campaigns')}
        value={format.count(summary.campaigns)}
        note={t('summary.withGain', { proven: format.count(summary.campaigns_with_gain) })}
      />
      <Figure
        label={t('summary.treated')}
        value={format.count(summary.treated)}
        note={t('summary.contacts', { contacts: format.count(summary.contacts) })}
        to={`/dispatch?cycle=${summary.cycle}`}
      />
      <Figure
        label={t('result.incrementalSuccesses')}
        value={format.number(successes?.estimate)}
        note={range(successes, format.number)}
      />
      <Figure
        label={t('result.incrementalRevenue')}
        value={format.shortMoney(revenue?.estimate)}
        note={range(revenue, format.shortMoney)}
      />
      <Figure
        label={t('result.cost')}
        value={format.shortMoney(summary.cost_fen)}
        note={t('summary.saved', { money: format.shortMoney(summary.saved_fen) })}
      />
      <Figure label={t('result.roi')} value={format.percent(roi?.estimate, 0)} note={range(roi, percent)} />
      <Figure
        label={t('result.projectedRevenue')}
        value={format.shortMoney(projected?.estimate)}
        note={range(projected, format.shortMoney)}
      />
      <Figure
        label={t('result.projectedRoi')}
        value={format.percent(projectedRoi?.estimate, 0)}
        note={range(projectedRoi, percent)}
      />
    </Figures>
  );
}
