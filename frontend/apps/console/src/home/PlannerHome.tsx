import { useFormat, useWords } from '@gridloop/i18n';
import { EmptyState, Figure, Figures, Loaded, PageHeader, Section } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';

import { plannerHome, type CampaignCard, type PlannerHome as Home } from './homes';
import { AlertList } from './parts/AlertList';
import { CampaignTable } from './parts/CampaignTable';

/** Which campaigns need me today? */
export function PlannerHome() {
  const t = useWords('home');
  const home = useQuery(plannerHome);
  return (
    <>
      <PageHeader
        title={t('planner.title')}
        lead={t('planner.lead')}
        actions={
          <>
            <Link to="/campaign/plan">{t('planner.begin')}</Link>
            <Link to="/campaign">{t('planner.all')}</Link>
          </>
        }
      />
      <Loaded query={home} rows={8}>
        {(data) => <Body home={data} />}
      </Loaded>
    </>
  );
}

function Body({ home }: { home: Home }) {
  const t = useWords('home');
  const format = useFormat();
  const sum = (of: (card: CampaignCard) => number) => home.campaigns.reduce((total, card) => total + of(card), 0);
  const running = home.campaigns.filter((card) => card.state === 'launched').length;
  return (
    <>
      <Figures>
        <Figure
          label={t('planner.needing')}
          value={format.count(home.needing)}
          attention={home.needing > 0}
          to="/campaign"
        />
        <Figure label={t('planner.campaigns')} value={format.count(running)} to="/campaign" />
        <Figure label={t('funnel.orders')} value={format.count(sum((card) => card.funnel.orders))} to="/monitor" />
        <Figure
          label={t('funnel.contacted')}
          value={format.count(sum((card) => card.funnel.contacted))}
          to="/monitor"
        />
        <Figure label={t('planner.spent')} value={format.shortMoney(sum((card) => card.spent_fen))} to="/campaign" />
      </Figures>
      <Section title={t('planner.list')} lead={t('planner.which', { month: format.month(home.cycle) })} flush>
        {home.campaigns.length === 0 ? (
          <EmptyState title={t('planner.none')} hint={t('planner.noneHint')} />
        ) : (
          <CampaignTable cards={home.campaigns} />
        )}
      </Section>
      <AlertList />
    </>
  );
}
