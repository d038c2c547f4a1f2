import { useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import { customersPage, type CustomerHit } from './customers';
import { WaitingTable } from './parts/WaitingTable';

/** Who is this, what is open, what should I say? */
export function CounterHome() {
  const t = useWords('home');
  const columns: Column<CustomerHit>[] = [
    {
      key: 'name',
      title: t('waiting.customer'),
      render: (one) => <Link to={`/monitor/customers/${one.customer_id}`}>{one.name}</Link>,
    },
    { key: 'customer_id', title: t('counter.id') },
    { key: 'phone_masked', title: t('counter.phone') },
    { key: 'address', title: t('counter.address') },
    { key: 'place_name', title: t('waiting.place') },
    { key: 'assignee_name', title: t('waiting.assignee') },
  ];
  return (
    <>
      <PageHeader title={t('counter.title')} lead={t('counter.lead')} />
      <Section title={t('counter.find')} flush>
        <DataTable
          label={t('counter.find')}
          columns={columns}
          rowKey={(one) => one.customer_id}
          page={customersPage}
          search={t('counter.search')}
          pageSize={10}
          empty={<EmptyState title={t('counter.none')} />}
        />
      </Section>
      <WaitingTable />
    </>
  );
}
