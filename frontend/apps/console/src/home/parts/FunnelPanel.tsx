import { useFormat, useWords } from '@gridloop/i18n';
import { EmptyState, Funnel, Section, Stack } from '@gridloop/ui';
import { Link } from 'react-router';

import type { FunnelRow } from '../homes';

const STEPS = ['orders', 'contacted', 'reached', 'interested', 'reported', 'confirmed'] as const;

const ORDER_STEPS = {
  orders: 'dispatched',
  contacted: 'contacted',
  reached: 'reached',
  interested: 'interested',
  reported: 'accepted',
} as const;

/** Where the rows behind a step are: its orders, or the evidence. */
function behind(step: (typeof STEPS)[number], cycle: string): string {
  return step === 'confirmed' ? `/evaluate?cycle=${cycle}` : `/dispatch?cycle=${cycle}&step=${ORDER_STEPS[step]}`;
}

/** The work orders of the cycle, from handed out to confirmed. */
export function FunnelPanel({ funnel, asOf, cycle }: { funnel: FunnelRow; asOf: string; cycle: string }) {
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
            steps={STEPS.map((step) => ({ name: t(`funnel.${step}`), value: funnel[step], to: behind(step, cycle) }))}
          />
          <Pace funnel={funnel} cycle={cycle} />
        </Stack>
      )}
    </Section>
  );
}

function Pace({ funnel, cycle }: { funnel: FunnelRow; cycle: string }) {
  const t = useWords('home');
  const format = useFormat();
  return (
    <p>
      {t('funnel.pace', { pace: format.percent(funnel.pace, 0), planned: format.count(funnel.planned_to_date) })}
      {funnel.overdue > 0 && (
        <>
          {' · '}
          <Link to={`/dispatch?overdue=true&cycle=${cycle}`}>
            {t('funnel.overdue', { orders: format.count(funnel.overdue) })}
          </Link>
        </>
      )}
    </p>
  );
}
