import { useFormat, useWords } from '@gridloop/i18n';
import { Figure, Figures, Funnel } from '@gridloop/ui';

import type { FunnelRow } from '../funnel';

/** The funnel of everything in view: figures first, then the shape. */
export function WholeFunnel({ whole }: { whole: FunnelRow }) {
  const t = useWords('monitor');
  const format = useFormat();
  return (
    <>
      <Figures>
        <Figure label={t('funnel.orders')} value={format.count(whole.orders)} to="/dispatch" />
        <Figure label={t('funnel.contactRate')} value={format.percent(whole.contact_rate)} />
        <Figure label={t('funnel.pace')} value={format.percent(whole.pace, 0)} note={t('funnel.paceNote')} />
        <Figure
          label={t('funnel.overdue')}
          value={format.count(whole.overdue)}
          to="/dispatch?overdue=true"
          attention={whole.overdue > 0}
        />
        <Figure label={t('funnel.open')} value={format.count(whole.open)} to="/dispatch?open=true" />
      </Figures>
      <Funnel
        label={t('funnel.title')}
        steps={[
          { name: t('funnel.orders'), value: whole.orders },
          { name: t('funnel.contacted'), value: whole.contacted },
          { name: t('funnel.reached'), value: whole.reached },
          { name: t('funnel.interested'), value: whole.interested },
          { name: t('funnel.reported'), value: whole.reported },
          { name: t('funnel.confirmed'), value: whole.confirmed },
        ]}
      />
    </>
  );
}
