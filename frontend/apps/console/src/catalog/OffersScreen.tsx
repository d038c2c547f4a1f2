import { useFormat, useNameOf, useWords, type Say } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, State, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import { OFFER_KINDS, offersPage, type Offer } from './offers';
import { costOf, priceOf } from './price';

/** Every tariff, bundle and service, and whether it may be used in a campaign. */
export function Component() {
  const t = useWords('catalog');
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<Offer>[] = [
    {
      key: 'name',
      title: t('offer.name'),
      render: (offer) => <Link to={`/catalog/offers/${offer.code}`}>{nameOf(offer)}</Link>,
      text: nameOf,
    },
    { key: 'code', title: t('offer.code'), sortable: true },
    {
      key: 'kind',
      title: t('offer.kind'),
      sortable: true,
      render: (offer) => t(`offer.kinds.${offer.kind}`),
      text: (offer) => t(`offer.kinds.${offer.kind}`),
    },
    {
      key: 'monthly_fee_fen',
      title: t('offer.fee'),
      numeric: true,
      sortable: true,
      render: (offer) => priceOf(offer, format, t),
      text: (offer) => String(offer.monthly_fee_fen / 100),
    },
    {
      key: 'cost_fen',
      title: t('offer.cost'),
      numeric: true,
      render: (offer) => costOf(offer, format, t),
      text: (offer) => costOf(offer, format, t),
    },
    {
      key: 'contract_months',
      title: t('offer.contract'),
      numeric: true,
      render: (offer) => (offer.contract_months ? t('offer.months', { count: offer.contract_months }) : '–'),
      text: (offer) => String(offer.contract_months),
    },
    { key: 'data_mb', title: t('offer.data'), numeric: true, render: (offer) => gigabytes(offer, format.number) },
    { key: 'speed_mbps', title: t('offer.speed'), numeric: true, render: (offer) => format.count(offer.speed_mbps) },
    { key: 'bundle_tier', title: t('offer.tier'), wideOnly: true },
    {
      key: 'blocked',
      title: t('offer.guard'),
      render: (offer) => (
        <State tone={offer.blocked ? 'attention' : offer.active ? 'done' : 'idle'}>{guardText(offer, t)}</State>
      ),
      text: (offer) => guardText(offer, t),
    },
  ];
  const kinds = OFFER_KINDS.map((value) => ({ value, label: t(`offer.kinds.${value}`) }));
  return (
    <>
      <PageHeader title={t('offers.title')} lead={t('offers.lead')} />
      <Section title={t('offers.list')} flush>
        <DataTable
          label={t('offers.list')}
          columns={columns}
          rowKey={(offer) => offer.code}
          page={offersPage}
          search={t('offers.search')}
          filters={[
            { name: 'kind', label: t('offer.kind'), options: kinds },
            { name: 'withdrawn', label: t('offers.withdrawn'), options: [{ value: 'true', label: t('offers.shown') }] },
          ]}
          exportName="offers"
          empty={<EmptyState title={t('offers.none')} hint={t('offers.noneHint')} />}
        />
      </Section>
    </>
  );
}

const MB_PER_GB = 1024;

function gigabytes(offer: Offer, number: (value: number | null) => string): string {
  return number(offer.data_mb === null ? null : offer.data_mb / MB_PER_GB);
}

function guardText(offer: Offer, t: Say): string {
  if (offer.blocked) return t('offer.blocked');
  return t(offer.active ? 'offer.usable' : 'offer.withdrawn');
}
