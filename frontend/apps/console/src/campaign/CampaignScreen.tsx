import { useMe } from '@gridloop/api';
import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Columns, Figure, Figures, Loaded, PageHeader, Section } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';

import { campaignDetail, isLaunching, type Campaign } from './campaigns';
import { CampaignActions } from './parts/CampaignActions';
import { CampaignStateMark } from './parts/CampaignStateMark';
import { KeptForecast } from './parts/KeptForecast';
import { LaunchProgress } from './parts/LaunchProgress';
import { PlanFacts } from './parts/PlanFacts';
import { TargetsTable } from './parts/TargetsTable';
import { Timeline } from './parts/Timeline';
import { VerdictCustomers } from './parts/VerdictCustomers';
import { Verdicts } from './parts/Verdicts';
import { WhyNot } from './parts/WhyNot';
import { standings } from './standing';

const ONCE_LAUNCHED = ['launched', 'paused', 'ended', 'closed'];

/** One campaign: where it is, what may be done with it, and who is in it and why. */
export function Component() {
  const { code = '' } = useParams();
  const t = useWords('campaign');
  const crumbs = [{ label: t('list.title'), to: '/campaign' }];
  return (
    <Loaded query={useQuery(campaignDetail(code))} rows={8} header={<PageHeader title={code} crumbs={crumbs} />}>
      {(campaign) => <Whole campaign={campaign} />}
    </Loaded>
  );
}

function Whole({ campaign }: { campaign: Campaign }) {
  const t = useWords('campaign');
  const format = useFormat();
  const nameOf = useNameOf();
  const unit = nameOf({ name_zh: campaign.org_name_zh, name_en: campaign.org_name_en });
  const launched = campaign.launched_at !== null && ONCE_LAUNCHED.includes(campaign.state);
  return (
    <>
      <PageHeader
        title={nameOf(campaign)}
        lead={
          <>
            <CampaignStateMark state={campaign.state} />
            {` · ${campaign.code} · ${t(`objective.${campaign.objective}`)} · ${unit} · ${format.month(campaign.cycle)}`}
            {campaign.direction === 'bottom_up' && ` · ${t('direction.bottom_up')}`}
          </>
        }
        crumbs={[{ label: t('list.title'), to: '/campaign' }]}
        actions={<CampaignActions campaign={campaign} />}
      />
      {(isLaunching(campaign) || campaign.launch_job?.state === 'failed') && campaign.launch_job && (
        <LaunchProgress job={campaign.launch_job} />
      )}
      {launched && <Running campaign={campaign} />}
      <Columns wide>
        <PlanFacts campaign={campaign} />
        <div>
          <Section title={t('timeline.title')}>
            <Timeline campaign={campaign} />
          </Section>
          <KeptForecast campaign={campaign} />
        </div>
      </Columns>
      {launched && (
        <>
          <Verdicts code={campaign.code} model={campaign.model} />
          <VerdictCustomers code={campaign.code} />
          <TargetsTable code={campaign.code} />
        </>
      )}
      <WhyNot code={campaign.code} />
    </>
  );
}

/** The numbers of a campaign that runs or ran; each leads to its rows. */
function Running({ campaign }: { campaign: Campaign }) {
  const t = useWords('campaign');
  const format = useFormat();
  const here = `/campaign/campaigns/${campaign.code}`;
  const standing = useQuery({ ...standings, retry: false, enabled: useMe().role !== 'auditor' }).data?.campaigns.find(
    (one) => one.campaign_code === campaign.code,
  );
  const live = `/monitor?by=grid&campaign_code=${campaign.code}`;
  return (
    <Figures>
      <Figure label={t('list.targets')} value={format.count(campaign.targets)} to={`${here}?t.arm=treated#targets`} />
      <Figure
        label={t('forecast.control')}
        value={format.count(campaign.control)}
        to={`${here}?t.arm=control#targets`}
      />
      {standing && <Figure label={t('list.orders')} value={format.count(standing.funnel.orders)} to={live} />}
      {standing && <Figure label={t('list.pace')} value={format.percent(standing.funnel.pace, 0)} to={live} />}
      {standing && (
        <Figure
          label={t('list.spentOfBudget')}
          value={format.shortMoney(standing.spent_fen)}
          note={t('forecast.budget', { budget: format.shortMoney(standing.budget_fen) })}
        />
      )}
      <Figure
        label={t('list.lift')}
        value={standing?.lift.estimate == null ? '–' : format.points(standing.lift.estimate)}
        note={standing?.lift.verdict_text ?? ''}
        to={`/evaluate/results/${campaign.code}`}
      />
    </Figures>
  );
}
