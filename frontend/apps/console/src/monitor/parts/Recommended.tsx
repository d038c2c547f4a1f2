import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { EmptyState, StaticTable, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import type { Customer } from '../customers';

type Score = Customer['scores'][number];

/** What fits this customer, why, and what a contact is expected to add. */
export function Recommended({ customer }: { customer: Customer }) {
  const t = useWords('monitor');
  const format = useFormat();
  const nameOf = useNameOf();
  if (!customer.scores.length) return <EmptyState title={t('score.none')} />;
  const columns: Column<Score>[] = [
    { key: 'model', title: t('score.model'), render: (one) => t(`score.models.${one.model}`) },
    {
      key: 'probability',
      title: t('score.probability'),
      numeric: true,
      render: (one) => format.percent(one.probability),
    },
    {
      key: 'offer',
      title: t('score.offer'),
      render: (one) =>
        one.offer_code ? (
          <Link to={`/catalog/offers/${one.offer_code}`}>
            {nameOf({ name_zh: one.offer_name_zh, name_en: one.offer_name_en })}
          </Link>
        ) : (
          '–'
        ),
    },
    {
      key: 'expected_value_fen',
      title: t('score.value'),
      numeric: true,
      render: (one) => format.money(one.expected_value_fen),
    },
    {
      key: 'reasons',
      title: t('score.reasons'),
      render: (one) => one.reasons.map((reason) => <div key={reason}>{reason}</div>),
    },
  ];
  return (
    <StaticTable
      label={t('customer.recommended')}
      columns={columns}
      rows={customer.scores}
      rowKey={(one) => one.model}
    />
  );
}
