import { useFormat, useWords } from '@gridloop/i18n';
import { EmptyState, Funnel, Section, Stack } from '@gridloop/ui';
import { Link } from 'react-router';

import type { FunnelRow } from '../homes';

const STEPS = ['orders', 'contacted', 'reached', 'interested', 'reported', 'confirmed'] as const;

/** The work orders of the cycle, from handed out to confirmed. */
export function FunnelPanel({ funnel, asOf }: { funnel: FunnelRow; asOf: string }) {
  const t = useWords('home');
  const format = useFormat();
  return (
    <Section
      title={t('funnel.title')}
      lead={t('funnel.asOf', { time: format.dateTime(asOf) })}
      extra={<Link to="/monitor">{t('funnel.more')}</Link>}
    >
      {funnel.orders === 0 ? (
        <EmptyState title={t('funnel.none')} hint={t('funnel.noneHint')} />
      ) : (
        <Stack>
          <Funnel
            label={t('funnel.title')}
            steps={STEPS.map((step) => ({ name: t(`funnel.${step}`), value: funnel[step], to: '/monitor' }))}
          />
          <Pace funnel={funnel} />
        </Stack>
      )}
    </Section>
  );
}

function Pace({ funnel }: { funnel: FunnelRow }) {
  const t = useWords('home');
  const format = useFormat();
  return (
    <p>
      {t('funnel.pace', { pace: format.percent(funnel.pace, 0), planned: format.count(funnel.planned_to_date) })}
      {funnel.overdue > 0 && (
        <>
          {' · '}
          <Link to="/dispatch?overdue=true">{t('funnel.overdue', { orders: format.count(funnel.overdue) })}</Link>
        </>
      )}
    </p>
  );
}
