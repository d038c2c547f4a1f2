import { useFormat, useWords } from '@gridloop/i18n';
import { EmptyState, Facts, Loaded, PageHeader, Section, StaticTable, useActor, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';

import { ledgerLine, type EvidenceOrder, type LedgerLineDetail } from './ledger';

/** One transfer of points: the numbers that it was computed from and the orders behind it. */
export function Component() {
  const t = useWords('evaluate');
  const { id = '' } = useParams();
  const line = useQuery(ledgerLine(Number(id)));
  const crumbs = [{ label: t('ledger.title'), to: '/evaluate/ledger' }];
  return (
    <Loaded query={line} header={<PageHeader title={t('ledger.line', { id })} crumbs={crumbs} />}>
      {(found) => (
        <>
          <PageHeader title={t('ledger.line', { id })} lead={found.text} crumbs={crumbs} />
          <Section title={t('ledger.entry')}>
            <Entry line={found} />
          </Section>
          <Section title={t('ledger.orders')} lead={t('ledger.ordersLead')} flush>
            <Orders line={found} />
          </Section>
        </>
      )}
    </Loaded>
  );
}

function Entry({ line }: { line: LedgerLineDetail }) {
  const t = useWords('evaluate');
  const actor = useActor();
  const format = useFormat();
  const evidence = Object.entries(line.evidence).map(([name, value]) => `${name} = ${shown(value)}`);
  return (
    <Facts
      facts={[
        {
          label: t('points.person'),
          value: <Link to={`/evaluate/points/${line.person_code}?cycle=${line.cycle}`}>{line.person_name}</Link>,
        },
        { label: t('cycle.cycle'), value: format.month(line.cycle) },
        { label: t('rule.name'), value: line.rule_name },
        { label: t('ledger.points'), value: format.number(line.points, 3) },
        {
          label: t('ledger.transfer'),
          value: t('ledger.fromTo', { from: t(`account.${line.debit}`), to: t(`account.${line.credit}`) }),
        },
        { label: t('ledger.postedAt'), value: format.dateTime(line.posted_at) },
        {
          label: t('ledger.postedBy'),
          value: actor(line.posted_by, line.posted_by_name),
        },
        { label: t('ledger.scheme'), value: line.scheme_version },
        { label: t('ledger.numbers'), value: <code>{evidence.join('; ') || '–'}</code> },
      ]}
    />
  );
}

function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function Orders({ line }: { line: LedgerLineDetail }) {
  const t = useWords('evaluate');
  const format = useFormat();
  if (!line.orders.length) return <EmptyState title={t('ledger.noOrders')} />;
  const columns: Column<EvidenceOrder>[] = [
    {
      key: 'order_id',
      title: t('ledger.order'),
      render: (one) => <Link to={`/dispatch/orders/${one.order_id}`}>{one.order_id}</Link>,
    },
    {
      key: 'customer_id',
      title: t('check.customer'),
      render: (one) => <Link to={`/monitor/customers/${one.customer_id}`}>{one.customer_id}</Link>,
    },
    { key: 'offer_code', title: t('ledger.offer') },
    { key: 'state', title: t('ledger.evidence'), render: (one) => t(`ledger.states.${one.state}`) },
    { key: 'confirmed_on', title: t('ledger.confirmedOn'), render: (one) => format.date(one.confirmed_on) },
    { key: 'pays', title: t('ledger.pays'), render: (one) => (one.pays ? t('ledger.yes') : one.unpaid_text || '–') },
  ];
  return <StaticTable label={t('ledger.orders')} columns={columns} rows={line.orders} rowKey={(one) => one.order_id} />;
}
