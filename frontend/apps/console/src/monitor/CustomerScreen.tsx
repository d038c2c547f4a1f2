import { useWords } from '@gridloop/i18n';
import { Columns, Loaded, PageHeader, Section } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';

import { customerNumbered, type Customer } from './customers';
import { Bills } from './parts/Bills';
import { ContactLog } from './parts/ContactLog';
import { Holdings } from './parts/Holdings';
import { MakeOrder } from './parts/MakeOrder';
import { MayContact } from './parts/MayContact';
import { Profile } from './parts/Profile';
import { Recommended } from './parts/Recommended';
import { Network, Trouble } from './parts/Trouble';

/** Everything known of one customer on one screen. */
export function Component() {
  const customer = useQuery(customerNumbered(useParams().id ?? ''));
  return <Loaded query={customer}>{(found) => <Whole customer={found} />}</Loaded>;
}

function Whole({ customer }: { customer: Customer }) {
  const t = useWords('monitor');
  const { profile } = customer;
  return (
    <>
      <PageHeader
        title={profile.name}
        lead={`${profile.customer_id} · ${t(`segments.${profile.segment}`)}`}
        crumbs={[{ label: t('customers.title'), to: '/monitor/customers' }]}
        actions={<MakeOrder customerId={profile.customer_id} customerName={profile.name} />}
      />
      <Section title={t('customer.recommended')} flush>
        <Recommended customer={customer} />
      </Section>
      <Columns>
        <div>
          <Section title={t('customer.mayContact')}>
            <MayContact customer={customer} />
          </Section>
          <Section title={t('customer.profile')}>
            <Profile customer={customer} />
          </Section>
        </div>
        <Section title={t('customer.bills')}>
          <Bills customer={customer} />
        </Section>
      </Columns>
      <Section title={t('customer.holdings')} flush>
        <Holdings customer={customer} />
      </Section>
      <Columns>
        <Section title={t('customer.contacts')} flush>
          <ContactLog customer={customer} />
        </Section>
        <Section title={t('customer.trouble')} lead={<Network customer={customer} />} flush>
          <Trouble customer={customer} />
        </Section>
      </Columns>
    </>
  );
}
