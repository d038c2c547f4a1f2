import { useFormat, useWords } from '@gridloop/i18n';
import { Figure, Figures, Funnel, Section } from '@gridloop/ui';

import type { FunnelRow } from '../funnel';

interface Props {
  whole: FunnelRow;
  /** What the orders behind the numbers are narrowed to, as the order list has it in its address. */
  only: Record<string, string | undefined>;
}

/** The funnel of everything in view: figures first, then the shape. */
export function WholeFunnel({ whole, only }: Props) {
  const t = useWords('monitor');
  const format = useFormat();
  const orders = (more: Record<string, string> = {}) => {
    const wanted = Object.entries({ ...only, ...more }).filter((pair): pair is [string, string] => Boolean(pair[1]));
    return `/dispatch?${new URLSearchParams(wanted).toString()}`;
  };
  return (
    <>
      <Figures>
        <Figure label={t('funnel.orders')} value={format.count(whole.orders)} to={orders({ step: 'dispatched' })} />
        <Figure
          label={t('funnel.contactRate')}
          value={format.percent(whole.contact_rate)}
          to={orders({ step: 'contacted' })}
        />
        <Figure label={t('funnel.pace')} value={format.percent(whole.pace, 0)} note={t('funnel.paceNote')} />
        <Figure
          label={t('funnel.overdue')}
          value={format.count(whole.overdue)}
          to={orders({ overdue: 'true' })}
          attention={whole.overdue > 0}
        />
        <Figure label={t('funnel.open')} value={format.count(whole.open)} to={orders({ open: 'true' })} />
      </Figures>
      <Section title={t('funnel.shape')} lead={t('funnel.shapeLead')}>
        <Funnel
          label={t('funnel.shape')}
          steps={[
            { name: t('funnel.orders'), value: whole.orders, to: orders({ step: 'dispatched' }) },
            { name: t('funnel.contacted'), value: whole.contacted, to: orders({ step: 'contacted' }) },
            { name: t('funnel.reached'), value: whole.reached, to: orders({ step: 'reached' }) },
            { name: t('funnel.interested'), value: whole.interested, to: orders({ step: 'interested' }) },
            { name: t('funnel.reported'), value: whole.reported, to: orders({ step: 'accepted' }) },
            { name: t('funnel.confirmed'), value: whole.confirmed, to: '/evaluate' },
          ]}
        />
      </Section>
    </>
  );
}
