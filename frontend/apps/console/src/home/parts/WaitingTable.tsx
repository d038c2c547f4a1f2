import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, Section, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import { waitingPage, type WaitingCustomer } from '../customers';

/** Customers who were promised something or whose order is late. */
export function WaitingTable() {
  const t = useWords('home');
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<WaitingCustomer>[] = [
    {
      key: 'customer_name',
      title: t('waiting.customer'),
      render: (one) => <Link to={`/monitor/customers/${one.customer_id}`}>{one.customer_name}</Link>,
    },
    {
      key: 'reasons',
      title: t('waiting.why'),
      render: (one) => one.reasons.map((reason) => <div key={reason.code}>{reason.text}</div>),
    },
    {
      key: 'campaign',
      title: t('planner.campaign'),
      wideOnly: true,
      render: (one) => nameOf({ name_zh: one.campaign_name_zh, name_en: one.campaign_name_en }),
    },
    { key: 'place_name', title: t('waiting.place'), wideOnly: true },
    { key: 'assignee_name', title: t('waiting.assignee') },
    { key: 'due_on', title: t('waiting.due'), sortable: true, render: (one) => format.date(one.next_on ?? one.due_on) },
    { key: 'days_late', title: t('waiting.late'), numeric: true, sortable: true },
    {
      key: 'expected_value_fen',
      title: t('money.value'),
      numeric: true,
      sortable: true,
      render: (one) => format.money(one.expected_value_fen),
    },
    {
      key: 'order_id',
      title: t('waiting.order'),
      render: (one) => <Link to={`/dispatch/orders/${one.order_id}`}>{t('waiting.open')}</Link>,
    },
  ];
  return (
    <Section title={t('waiting.title')} flush>
      <DataTable
        label={t('waiting.title')}
        columns={columns}
        rowKey={(one) => one.order_id}
        page={waitingPage}
        prefix="w."
        pageSize={20}
        empty={<EmptyState title={t('waiting.none')} />}
      />
    </Section>
  );
}
