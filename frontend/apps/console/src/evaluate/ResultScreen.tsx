import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Columns, Figure, Figures, Funnel, Loaded, PageHeader, Section, Stack } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';

import { CostFacts } from './parts/CostFacts';
import { Effects } from './parts/Effects';
import { useIntervalNote } from './parts/interval-note';
import { VerdictMark } from './parts/VerdictMark';
import { resultOf, type Result } from './results';

/** One campaign: did it work, how sure is that, and was it worth its money. */
export function Component() {
  const t = useWords('evaluate');
  const { code = '' } = useParams();
  const result = useQuery(resultOf(code));
  const header = <PageHeader title={code} crumbs={[{ label: t('results.title'), to: '/evaluate' }]} />;
  return (
    <Loaded query={result} header={header}>
      {(found) => <Whole result={found} />}
    </Loaded>
  );
}

function Whole({ result }: { result: Result }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const nameOf = useNameOf();
  return (
    <>
      <PageHeader
        title={nameOf(result)}
        lead={`${result.campaign_code} · ${format.month(result.cycle)}`}
        crumbs={[{ label: t('results.title'), to: `/evaluate?cycle=${result.cycle}` }]}
        actions={<Link to={`/campaign/campaigns/${result.campaign_code}`}>{t('result.plan')}</Link>}
      />
      <Section title={t('verdict.title')}>
        <Judgement result={result} />
      </Section>
      <Worth result={result} />
      <Columns wide>
        <Section title={t('effect.title')} lead={t('effect.lead')}>
          <Effects result={result} />
        </Section>
        <div>
          <Section title={t('funnel.title')} lead={t('funnel.lead')}>
            <Steps result={result} />
          </Section>
          <Section title={t('cost.title')}>
            <CostFacts result={result} />
          </Section>
        </div>
      </Columns>
    </>
  );
}

/** The verdict, what it means, and how far the evidence reaches. */
function Judgement({ result }: { result: Result }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const through = format.date(result.evidence_through);
  return (
    <Stack>
      <VerdictMark verdict={result.verdict} text={result.verdict_text} />
      <p>{t(`verdict.${result.verdict}.means`)}</p>
      <small>
        {result.evidence_through
          ? t(result.evidence_complete ? 'verdict.complete' : 'verdict.incomplete', { through })
          : t('verdict.nothingYet')}{' '}
        {t('verdict.computedAt', { time: format.dateTime(result.computed_at) })}
      </small>
    </Stack>
  );
}

function Worth({ result }: { result: Result }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const percent = (value: number) => format.percent(value, 0);
  const range = useIntervalNote(result.verdict === 'gain' || result.verdict === 'loss');
  const { incremental_successes: successes, incremental_revenue_fen: revenue, roi } = result;
  const { projected_revenue_fen: projected, projected_roi: projectedRoi } = result;
  return (
    <Figures>
      <Figure
        label={t('result.incrementalSuccesses')}
        value={format.number(successes?.estimate)}
        note={range(successes, format.number)}
      />
      <Figure
        label={t('result.revenueOfMonths', { count: result.revenue_months })}
        value={format.shortMoney(revenue?.estimate)}
        note={range(revenue, format.shortMoney)}
      />
      <Figure label={t('result.roi')} value={format.percent(roi?.estimate, 0)} note={range(roi, percent)} />
      <Figure
        label={t('result.projectedOver', { count: result.projection_months })}
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

function Steps({ result }: { result: Result }) {
  const t = useWords('evaluate');
  const orders = `/dispatch?campaign_code=${result.campaign_code}`;
  return (
    <Funnel
      label={t('funnel.title')}
      steps={[
        { name: t('funnel.treated'), value: result.treated },
        { name: t('funnel.dispatched'), value: result.dispatched, to: orders },
        { name: t('funnel.contacted'), value: result.contacted },
        { name: t('funnel.reached'), value: result.reached },
        { name: t('funnel.reported'), value: result.reported },
        // Before any evidence a step of 0 would read as a failure.
        ...(result.verdict === 'no_evidence' ? [] : [{ name: t('funnel.confirmed'), value: result.treated_successes }]),
      ]}
    />
  );
}
