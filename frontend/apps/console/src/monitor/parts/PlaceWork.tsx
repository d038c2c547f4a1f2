import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { EmptyState, State, StaticTable, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import type { Place } from '../places';

type Campaign = Place['campaigns'][number];
type Order = Place['orders'][number];

/** How campaigns went at the place; a number leads to its orders. */
export function PlaceCampaigns({ place }: { place: Place }) {
  const t = useWords('monitor');
  const format = useFormat();
  const nameOf = useNameOf();
  if (!place.campaigns.length) return <EmptyState title={t('place.noOrders')} />;
  const leading = (key: 'orders' | 'contacted' | 'interested' | 'reported', title: string, step: string) => ({
    key,
    title,
    numeric: true,
    render: (one: Campaign) => (
      <Link to={`/dispatch?place_code=${place.place_code}&campaign_code=${one.campaign_code}&step=${step}`}>
        {format.count(one[key])}
      </Link>
    ),
  });
  const columns: Column<Campaign>[] = [
    { key: 'name', title: t('levels.campaign'), render: (one) => nameOf(one) },
    leading('orders', t('funnel.orders'), 'dispatched'),
    leading('contacted', t('funnel.contacted'), 'contacted'),
    leading('interested', t('funnel.interested'), 'interested'),
    leading('reported', t('funnel.reported'), 'accepted'),
    { key: 'confirmed', title: t('funnel.confirmed'), numeric: true, render: (one) => format.count(one.confirmed) },
    { key: 'overdue', title: t('funnel.overdue'), numeric: true, render: (one) => format.count(one.overdue) },
  ];
  return (
    <StaticTable
      label={t('place.campaigns')}
      columns={columns}
      rows={place.campaigns}
      rowKey={(one) => one.campaign_code}
    />
  );
}

/** The newest work orders of the place's customers. */
export function PlaceOrders({ place }: { place: Place }) {
  const t = useWords('monitor');
  const format = useFormat();
  const nameOf = useNameOf();
  if (!place.orders.length) return <EmptyState title={t('place.noOrders')} />;
  const columns: Column<Order>[] = [
    {
      key: 'customer_name',
      title: t('customer.customer'),
      render: (one) => <Link to={`/dispatch/orders/${one.order_id}`}>{one.customer_name || one.customer_id}</Link>,
    },
    {
      key: 'campaign',
      title: t('levels.campaign'),
      render: (one) => nameOf({ name_zh: one.campaign_name_zh, name_en: one.campaign_name_en }) || '–',
    },
    {
      key: 'state',
      title: t('place.state'),
      render: (one) =>
        one.overdue ? <State tone="attention">{t('funnel.overdue')}</State> : t(`orderStates.${one.state}`),
    },
    {
      key: 'outcome',
      title: t('contact.outcome'),
      render: (one) => (one.outcome ? t(`outcomes.${one.outcome}`) : '–'),
    },
    { key: 'assignee_name', title: t('customer.assignee') },
    { key: 'due_on', title: t('waiting.due'), render: (one) => format.date(one.due_on) },
  ];
  return <StaticTable label={t('place.orders')} columns={columns} rows={place.orders} rowKey={(one) => one.order_id} />;
}
