import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import { customersPage, type CustomerHit } from './customers';

/** Finds a customer by number, name, last four digits of the phone, or place. */
export function Component() {
  const t = useWords('monitor');
  return (
    <>
      <PageHeader title={t('customers.title')} lead={t('customers.lead')} />
      <Section title={t('customers.list')} flush>
        <DataTable
          label={t('customers.list')}
          columns={useColumns()}
          rowKey={(one) => one.customer_id}
          page={customersPage}
          search={t('customers.search')}
          empty={<EmptyState title={t('customers.none')} hint={t('customers.noneHint')} />}
        />
      </Section>
    </>
  );
}

function useColumns(): Column<CustomerHit>[] {
  const t = useWords('monitor');
  const format = useFormat();
  return [
    {
      key: 'name',
      title: t('customer.customer'),
      render: (one) => <Link to={`/monitor/customers/${one.customer_id}`}>{one.name}</Link>,
    },
    { key: 'customer_id', title: t('customer.id') },
    { key: 'phone_masked', title: t('customer.phone') },
    { key: 'segment', title: t('customer.segment'), render: (one) => t(`segments.${one.segment}`) },
    { key: 'place_name', title: t('customer.place') },
    { key: 'grid_code', title: t('customer.grid') },
    { key: 'assignee_name', title: t('customer.assignee') },
    {
      key: 'monthly_fee_fen',
      title: t('customer.fee'),
      numeric: true,
      render: (one) => format.money(one.monthly_fee_fen),
    },
  ];
}
