import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { EmptyState, StaticTable, type Column } from '@gridloop/ui';

import type { Customer } from '../customers';

interface Line {
  id: string;
  on: string;
  what: string;
  kind: 'fault' | 'complaint';
}

/** Faults and complaints, newest first. */
export function Trouble({ customer }: { customer: Customer }) {
  const t = useWords('monitor');
  const nameOf = useNameOf();
  const format = useFormat();
  const lines: Line[] = [
    ...customer.faults.map((one) => ({
      id: one.fault_id,
      on: one.reported_on,
      what: nameOf(one),
      kind: 'fault' as const,
    })),
    ...customer.complaints.map((one) => ({
      id: one.complaint_id,
      on: one.made_on,
      what: nameOf(one),
      kind: 'complaint' as const,
    })),
  ].sort((one, other) => other.on.localeCompare(one.on));
  const columns: Column<Line>[] = [
    { key: 'on', title: t('trouble.on'), render: (one) => format.date(one.on) },
    { key: 'kind', title: t('trouble.kind'), render: (one) => t(`trouble.${one.kind}`) },
    { key: 'what', title: t('trouble.what') },
  ];
  if (!lines.length) return <EmptyState title={t('trouble.none')} />;
  return <StaticTable label={t('customer.trouble')} columns={columns} rows={lines} rowKey={(one) => one.id} />;
}

/** The state of the network at the customer's place, in one sentence. */
export function Network({ customer }: { customer: Customer }) {
  const t = useWords('monitor');
  const format = useFormat();
  const { network } = customer;
  return t('trouble.network', {
    used: format.count(network.ports_used),
    total: format.count(network.ports_total),
    speed: format.count(network.max_mbps),
  });
}
