import { useFormat, useWords } from '@gridloop/i18n';
import { EmptyState, StaticTable, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import type { Grid } from '../grids';

type Customer = Grid['churn_risk']['top'][number];

/** The customers most likely to leave, and why; `here` where all of them belong to the one place that is shown. */
export function AtRisk({ top, here = false }: { top: Customer[]; here?: boolean }) {
  const t = useWords('monitor');
  const format = useFormat();
  if (!top.length) return <EmptyState title={t('risk.none')} />;
  const columns: Column<Customer>[] = [
    {
      key: 'name',
      title: t('customer.customer'),
      render: (one) => <Link to={`/monitor/customers/${one.customer_id}`}>{one.name}</Link>,
    },
    ...(here ? [] : [{ key: 'place_name', title: t('customer.place') }]),
    {
      key: 'probability',
      title: t('score.probability'),
      numeric: true,
      render: (one) => format.percent(one.probability),
    },
    {
      key: 'reasons',
      title: t('score.reasons'),
      render: (one) => (
        <div style={{ maxWidth: 310 }}>
          {one.reasons.map((reason) => (
            <div key={reason}>{reason}</div>
          ))}
        </div>
      ),
    },
    { key: 'assignee_name', title: t('customer.assignee') },
  ];
  return <StaticTable label={t('risk.title')} columns={columns} rows={top} rowKey={(one) => one.customer_id} />;
}
