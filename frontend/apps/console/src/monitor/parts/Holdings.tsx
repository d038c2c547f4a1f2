import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { StaticTable, type Column } from '@gridloop/ui';

import type { Customer } from '../customers';

type Subscription = Customer['subscriptions'][number];

/** What the customer holds, until when it is bound. */
export function Holdings({ customer }: { customer: Customer }) {
  const t = useWords('monitor');
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<Subscription>[] = [
    { key: 'product_kind', title: t('holding.kind'), render: (one) => t(`products.${one.product_kind}`) },
    {
      key: 'offer',
      title: t('holding.offer'),
      render: (one) => nameOf({ name_zh: one.offer_name_zh, name_en: one.offer_name_en }) || '–',
    },
    {
      key: 'monthly_fee_fen',
      title: t('customer.fee'),
      numeric: true,
      render: (one) => format.money(one.monthly_fee_fen),
    },
    {
      key: 'speed_mbps',
      title: t('holding.speed'),
      numeric: true,
      render: (one) => (one.speed_mbps ? `${format.count(one.speed_mbps)} Mbps` : '–'),
    },
    { key: 'started_on', title: t('holding.started'), render: (one) => format.date(one.started_on) },
    { key: 'contract_end_on', title: t('holding.contractEnd'), render: (one) => format.date(one.contract_end_on) },
    { key: 'ended_on', title: t('holding.ended'), render: (one) => format.date(one.ended_on) },
  ];
  return (
    <StaticTable
      label={t('customer.holdings')}
      columns={columns}
      rows={customer.subscriptions}
      rowKey={(one) => one.subscription_id}
    />
  );
}
