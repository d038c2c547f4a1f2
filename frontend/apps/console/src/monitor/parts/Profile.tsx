import { useMe, type Role } from '@gridloop/api';
import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Facts, useTell } from '@gridloop/ui';
import { Select } from 'antd';
import { Link } from 'react-router';

import { PURPOSES, useReveal, type Customer, type Purpose } from '../customers';

/** Roles that may open a grid whole. */
const SEE_GRIDS: readonly Role[] = [
  'executive',
  'planner',
  'data_steward',
  'branch_manager',
  'grid_manager',
  'auditor',
];

/** Who the customer is, where, and whose. */
export function Profile({ customer }: { customer: Customer }) {
  const t = useWords('monitor');
  const format = useFormat();
  const nameOf = useNameOf();
  const { profile } = customer;
  const { role } = useMe();
  const grid = nameOf({ name_zh: profile.grid_name_zh, name_en: profile.grid_name_en });
  return (
    <Facts
      facts={[
        { label: t('customer.phone'), value: <Phone customer={customer} /> },
        { label: t('customer.address'), value: profile.address || '–' },
        {
          label: t('customer.place'),
          value: profile.place_code ? (
            <Link to={`/monitor/places/${profile.place_code}`}>{profile.place_name || profile.place_code}</Link>
          ) : (
            '–'
          ),
        },
        {
          label: t('customer.grid'),
          value: SEE_GRIDS.includes(role) ? (
            <Link to={`/monitor/grids/${profile.grid_code}`}>{grid}</Link>
          ) : (
            grid || '–'
          ),
        },
        { label: t('customer.assignee'), value: `${profile.assignee_name} ${profile.assignee_code}` },
        { label: t('customer.age'), value: format.count(profile.age) },
        { label: t('customer.joined'), value: format.date(profile.joined_on) },
        { label: t('customer.fee'), value: format.money(customer.monthly_fee_fen) },
        { label: t('customer.tags'), value: customer.tags.map((tag) => nameOf(tag)).join(' · ') || '–' },
        {
          label: t('customer.household'),
          value: customer.household.length
            ? customer.household.map((one) => (
                <div key={one.customer_id}>
                  <Link to={`/monitor/customers/${one.customer_id}`}>{one.name}</Link>
                </div>
              ))
            : '–',
        },
      ]}
    />
  );
}

/** The masked number; the clear one is shown for a stated purpose and the look-up is written down. */
function Phone({ customer }: { customer: Customer }) {
  const t = useWords('monitor');
  const tell = useTell();
  const reveal = useReveal(customer.profile.customer_id);
  const { role } = useMe();
  if (role === 'data_steward') return customer.profile.phone_masked || '–';
  if (reveal.data) return <a href={`tel:${reveal.data.phone}`}>{reveal.data.phone}</a>;
  return (
    <>
      {customer.profile.phone_masked || '–'}{' '}
      <Select<Purpose>
        size="small"
        aria-label={t('reveal.label')}
        placeholder={t('reveal.label')}
        style={{ minWidth: 140 }}
        options={PURPOSES.map((value) => ({ value, label: t(`reveal.${value}`) }))}
        onChange={(purpose: Purpose | null) => purpose && reveal.mutate(purpose, { onError: tell.failed })}
      />
    </>
  );
}
