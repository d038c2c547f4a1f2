import { useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, type Column } from '@gridloop/ui';
import { Input } from 'antd';
import { Link, useSearchParams } from 'react-router';

import { customersPage, type CustomerHit } from './customers';
import style from './Home.module.css';
import { WaitingTable } from './parts/WaitingTable';

/** Who is this, what is open, what should I say? Nobody is listed before somebody is asked for. */
export function CounterHome() {
  const t = useWords('home');
  const [params, setParams] = useSearchParams();
  const asked = params.get('q') ?? '';
  return (
    <>
      <PageHeader title={t('counter.title')} lead={t('counter.lead')} />
      <Section title={t('counter.find')} flush>
        <div className={style.search}>
          <Input.Search
            key={asked}
            size="large"
            autoFocus
            allowClear
            defaultValue={asked}
            aria-label={t('counter.search')}
            placeholder={t('counter.search')}
            enterButton={t('counter.ask')}
            onSearch={(text) => setParams(text.trim() ? { q: text.trim() } : {})}
          />
        </div>
        {asked ? <Found /> : <EmptyState title={t('counter.first')} />}
      </Section>
      <WaitingTable />
    </>
  );
}

function Found() {
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
    <DataTable
      label={t('counter.find')}
      columns={columns}
      rowKey={(one) => one.customer_id}
      page={customersPage}
      empty={<EmptyState title={t('counter.none')} />}
    />
  );
}
