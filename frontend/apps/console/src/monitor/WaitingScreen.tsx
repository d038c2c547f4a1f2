import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import { waitingPage, type WaitingCustomer } from './people';

/** Customers who wait for somebody, the most valuable and latest first. */
export function Component() {
  const t = useWords('monitor');
  return (
    <>
      <PageHeader title={t('waiting.title')} lead={t('waiting.lead')} />
      <Section title={t('waiting.list')} flush>
        <DataTable
          label={t('waiting.list')}
          columns={useColumns()}
          rowKey={(one) => one.order_id}
          page={waitingPage}
          exportName="waiting-customers"
          empty={<EmptyState title={t('waiting.none')} hint={t('waiting.noneHint')} />}
        />
      </Section>
    </>
  );
}

function useColumns(): Column<WaitingCustomer>[] {
  const t = useWords('monitor');
  const format = useFormat();
  const nameOf = useNameOf();
  return [
    {
      key: 'customer_name',
      title: t('customer.customer'),
      render: (one) => <Link to={`/monitor/customers/${one.customer_id}`}>{one.customer_name}</Link>,
      text: (one) => one.customer_name,
    },
    { key: 'reasons', title: t('waiting.why'), render: (one) => one.reasons.map((reason) => reason.text).join(' · ') },
    { key: 'place_name', title: t('customer.place') },
    {
      key: 'assignee_name',
      title: t('customer.assignee'),
      render: (one) => <Link to={`/dispatch?assignee_code=${one.assignee_code}&open=true`}>{one.assignee_name}</Link>,
    },
    {
      key: 'campaign',
      title: t('levels.campaign'),
      render: (one) => nameOf({ name_zh: one.campaign_name_zh, name_en: one.campaign_name_en }),
    },
    {
      key: 'due_on',
      title: t('waiting.due'),
      render: (one) => <Link to={`/dispatch/orders/${one.order_id}`}>{format.date(one.due_on)}</Link>,
    },
    { key: 'days_late', title: t('waiting.late'), numeric: true },
    {
      key: 'expected_value_fen',
      title: t('waiting.value'),
      numeric: true,
      render: (one) => format.money(one.expected_value_fen),
    },
  ];
}
