import { useFormat, useLanguage, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, type Column, type TableQuery } from '@gridloop/ui';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';

import { ORDER_STATES, ordersPage, STEPS, type Order } from './orders';
import { OrderStateMark } from './parts/OrderStateMark';
import { ViewChoice } from './parts/ViewChoice';
import { narrowing, viewOf, wantedBy } from './view';

/** The work orders one may see: first those that need somebody, the others one click away. */
export function Component() {
  const t = useWords('dispatch');
  const [params] = useSearchParams();
  const only = useMemo(() => narrowing(params), [params]);
  const view = viewOf(params);
  const page = useMemo(() => (query: TableQuery) => ordersPage({ ...query, ...only, ...wantedBy(view) }), [only, view]);
  const narrowed = Object.values(only);
  return (
    <>
      <PageHeader
        title={t('orders.title')}
        lead={t('orders.lead')}
        crumbs={narrowed.length ? [{ label: t('orders.title'), to: '/dispatch' }] : []}
        actions={
          narrowed.length ? (
            <Link to="/dispatch?view=all">{t('orders.all', { only: narrowed.join(' · ') })}</Link>
          ) : null
        }
      />
      <Section title={t('orders.list')} extra={<ViewChoice view={view} />} flush>
        <DataTable
          label={t('orders.list')}
          columns={useColumns()}
          rowKey={(order) => order.id}
          page={page}
          search={t('orders.search')}
          filters={useFilters()}
          exportName="orders"
          empty={<EmptyState title={t(`orders.empty.${view}`)} hint={t('orders.noneHint')} />}
        />
      </Section>
    </>
  );
}

function useFilters() {
  const t = useWords('dispatch');
  return [
    {
      name: 'state',
      label: t('order.state'),
      options: ORDER_STATES.map((value) => ({ value, label: t(`order.states.${value}`) })),
    },
    { name: 'overdue', label: t('order.overdue'), options: [{ value: 'true', label: t('orders.overdueOnly') }] },
    {
      name: 'step',
      label: t('orders.step'),
      options: STEPS.map((value) => ({ value, label: t(`orders.steps.${value}`) })),
    },
  ];
}

function useColumns(): Column<Order>[] {
  const t = useWords('dispatch');
  const format = useFormat();
  const language = useLanguage();
  const nameOf = useNameOf();
  const gridOf = (order: Order) => nameOf({ name_zh: order.grid_name_zh, name_en: order.grid_name_en });
  return [
    {
      key: 'customer_name',
      title: t('order.customer'),
      render: (order) => <Link to={`/dispatch/orders/${order.id}`}>{order.customer_name || order.customer_id}</Link>,
      text: (order) => order.customer_name,
    },
    { key: 'customer_id', title: t('order.customerId'), sortable: true, wideOnly: true },
    {
      key: 'campaign_name',
      title: t('order.campaign'),
      render: (order) => order.campaign_name?.[language] ?? t(`order.sources.${order.source_kind}`),
      text: (order) => order.campaign_name?.[language] ?? order.source_id,
    },
    {
      key: 'state',
      title: t('order.state'),
      sortable: true,
      render: (order) => <OrderStateMark state={order.state} overdue={order.overdue} />,
      text: (order) => t(`order.states.${order.state}`),
    },
    {
      key: 'outcome',
      title: t('order.outcome'),
      render: (order) => (order.outcome ? t(`order.outcomes.${order.outcome}`) : '–'),
      text: (order) => order.outcome,
    },
    {
      key: 'assignee_name',
      title: t('order.assignee'),
      render: (order) => order.assignee_name || order.assignee_code,
      text: (order) => order.assignee_name,
    },
    {
      key: 'grid_code',
      title: t('order.grid'),
      sortable: true,
      wideOnly: true,
      render: gridOf,
      text: gridOf,
    },
    {
      key: 'planned_on',
      title: t('order.plannedOn'),
      sortable: true,
      render: (order) => format.date(order.planned_on),
    },
    { key: 'due_on', title: t('order.dueOn'), sortable: true, render: (order) => format.date(order.due_on) },
    { key: 'contacts', title: t('order.contacts'), numeric: true, sortable: true },
  ];
}
