import { useFormat, useWords } from '@gridloop/i18n';
import { EmptyState, StaticTable, type Column } from '@gridloop/ui';

import type { Customer } from '../customers';

type Contact = Customer['contacts'][number];

/** All contacts with the customer, across channels. */
export function ContactLog({ customer }: { customer: Customer }) {
  const t = useWords('monitor');
  const format = useFormat();
  if (!customer.contacts.length) return <EmptyState title={t('contact.none')} />;
  const columns: Column<Contact>[] = [
    { key: 'at', title: t('contact.at'), render: (one) => format.dateTime(one.at) },
    { key: 'channel', title: t('contact.channel'), render: (one) => t(`channels.${one.channel}`) },
    { key: 'person_name', title: t('contact.who') },
    { key: 'outcome', title: t('contact.outcome'), render: (one) => t(`outcomes.${one.outcome}`) },
  ];
  return (
    <StaticTable
      label={t('customer.contacts')}
      columns={columns}
      rows={customer.contacts}
      rowKey={(one) => one.contact_id}
    />
  );
}
