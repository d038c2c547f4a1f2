import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, type Column, type TableQuery } from '@gridloop/ui';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';

import { customersPage, type CustomerHit } from './customers';
import { MakeOrder } from './parts/MakeOrder';

/** Finds a customer by number, name, last four digits of the phone, or place. */
export function Component() {
  const t = useWords('monitor');
  const [params] = useSearchParams();
  const only = useMemo(() => narrowing(params), [params]);
  const page = useMemo(() => (query: TableQuery) => customersPage({ ...query, ...only }), [only]);
  const narrowed = Object.values(only);
  return (
    <>
      <PageHeader
        title={t('customers.title')}
        lead={t('customers.lead')}
        actions={
          narrowed.length ? (
            <Link to="/monitor/customers">{t('customers.all', { only: narrowed.join(' · ') })}</Link>
          ) : null
        }
      />
      <Section title={t('customers.list')} flush>
        <DataTable
          label={t('customers.list')}
          columns={useColumns()}
          rowKey={(one) => one.customer_id}
          page={page}
          search={t('customers.search')}
          empty={<EmptyState title={t('customers.none')} hint={t('customers.noneHint')} />}
        />
      </Section>
    </>
  );
}

const NARROWING = ['grid_code', 'place_code', 'assignee_code', 'tag', 'which', 'in_service'];

/** What another screen asked for in the address. */
function narrowing(params: URLSearchParams): Record<string, string> {
  return Object.fromEntries(NARROWING.map((name) => [name, params.get(name) ?? '']).filter(([, value]) => value));
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
    {
      key: 'place_name',
      title: t('customer.place'),
      render: (one) =>
        one.place_code ? <Link to={`/monitor/places/${one.place_code}`}>{one.place_name || one.place_code}</Link> : '–',
      text: (one) => one.place_name,
    },
    {
      key: 'grid_code',
      title: t('customer.grid'),
      render: (one) => (one.grid_code ? <Link to={`/monitor/grids/${one.grid_code}`}>{one.grid_code}</Link> : '–'),
      text: (one) => one.grid_code,
    },
    { key: 'assignee_name', title: t('customer.assignee') },
    {
      key: 'monthly_fee_fen',
      title: t('customer.fee'),
      numeric: true,
      render: (one) => format.money(one.monthly_fee_fen),
    },
    {
      key: 'act',
      title: '',
      render: (one) => <MakeOrder customerId={one.customer_id} customerName={one.name} />,
      text: () => '',
    },
  ];
}
