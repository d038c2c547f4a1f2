import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Columns, Facts, Figure, Figures, Loaded, PageHeader, Section, Stack, State } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';

import { offerDetail, type OfferDetail } from './offers';
import { EligibilityCheck } from './parts/EligibilityCheck';
import { costOf, priceOf } from './price';
import { RequirementList } from './parts/RequirementList';

/** One offer: its price against its cost, who may hold it, what the price guard says. */
export function Component() {
  const t = useWords('catalog');
  const { code = '' } = useParams();
  const offer = useQuery(offerDetail(code));
  const header = <PageHeader title={code} crumbs={[{ label: t('offers.title'), to: '/catalog' }]} />;
  return (
    <Loaded query={offer} header={header}>
      {(detail) => <Detail offer={detail} />}
    </Loaded>
  );
}

function Detail({ offer }: { offer: OfferDetail }) {
  const t = useWords('catalog');
  const format = useFormat();
  const nameOf = useNameOf();
  const hasFee = offer.monthly_fee_fen > 0;
  const margin = (offer.monthly_fee_fen - offer.cost_fen) / offer.monthly_fee_fen;
  return (
    <>
      <PageHeader
        title={nameOf(offer)}
        lead={`${t(`offer.kinds.${offer.kind}`)} · ${offer.code}`}
        crumbs={[{ label: t('offers.title'), to: '/catalog' }]}
      />
      <Figures>
        <Figure label={t('offer.fee')} value={priceOf(offer, format, t)} />
        <Figure label={t('offer.cost')} value={costOf(offer, format, t)} />
        {hasFee && <Figure label={t('offer.margin')} value={format.percent(margin)} attention={margin < 0} />}
        <Figure label={t('offer.contract')} value={t('offer.months', { count: offer.contract_months })} />
      </Figures>
      <Columns>
        <Section title={t('guard.title')} lead={t('guard.lead')}>
          <Guard offer={offer} />
        </Section>
        <Section title={t('eligibility.title')} lead={t('eligibility.lead')}>
          <Stack>
            <RequirementList requirements={offer.who_may_hold_it} none={t('eligibility.everybody')} />
            <EligibilityCheck offerCode={offer.code} />
          </Stack>
        </Section>
      </Columns>
    </>
  );
}

function Guard({ offer }: { offer: OfferDetail }) {
  const t = useWords('catalog');
  if (offer.guard.length === 0) return <State tone="done">{t('guard.nothing')}</State>;
  return (
    <Facts
      facts={offer.guard.map((finding) => ({
        label: t(`guard.${finding.severity}`),
        value: <State tone={finding.severity === 'hard' ? 'attention' : 'active'}>{finding.text}</State>,
      }))}
    />
  );
}
