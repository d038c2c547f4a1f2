import { PLANNERS, useMe } from '@gridloop/api';
import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { addressWith, DataTable, EmptyState, PageHeader, Section, type Column, type TableQuery } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';

import { customersPage, gridNamed, tagNamed, type CustomerHit } from './customers';
import { MakeOrder } from './parts/MakeOrder';
import { placeCoded } from './places';

/** Finds a customer by number, name, last four digits of the phone, or place. */
export function Component() {
  const t = useWords('monitor');
  const [params] = useSearchParams();
  const only = useMemo(() => narrowing(params), [params]);
  const page = useMemo(() => (query: TableQuery) => customersPage({ ...query, ...only }), [only]);
  const narrowed = useNarrowed(only);
  const plan = usePlanFor(only);
  return (
    <>
      <PageHeader
        title={t('customers.title')}
        lead={t('customers.lead')}
        actions={
          narrowed.length ? (
            <>
              {plan && <Link to={plan}>{t('grid.plan')}</Link>}
              <Link to="/monitor/customers">{t('customers.all', { only: narrowed.join(' · ') })}</Link>
            </>
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

/** What the list was narrowed to, in words. */
function useNarrowed(only: Record<string, string>): string[] {
  const t = useWords('monitor');
  const nameOf = useNameOf();
  const { grid_code: grid = '', place_code: place = '', tag = '', which, assignee_code: assignee } = only;
  const gridFound = useQuery({ ...gridNamed(grid), enabled: Boolean(grid) }).data;
  const placeFound = useQuery({ ...placeCoded(place), enabled: Boolean(place) }).data;
  const tagFound = useQuery({ ...tagNamed(tag), enabled: Boolean(tag) }).data;
  return [
    gridFound ? nameOf(gridFound) : grid,
    placeFound ? nameOf(placeFound) : place,
    tagFound ? nameOf(tagFound) : tag,
    which ? t(`customers.which.${which as 'bundle'}`) : '',
    assignee ?? '',
    only.in_service ? t('customers.inService') : '',
  ].filter(Boolean);
}

/** Where a plan for just these customers begins; a plan has no words for the counts of a place. */
function usePlanFor({ grid_code, place_code, tag, which, assignee_code }: Record<string, string>): string {
  const may = PLANNERS.includes(useMe().role);
  if (!may || which || assignee_code || !(grid_code || place_code || tag)) return '';
  return addressWith('/campaign/plan', { org: grid_code, place: place_code, tag });
}

function useColumns(): Column<CustomerHit>[] {
  const t = useWords('monitor');
  const format = useFormat();
  const nameOf = useNameOf();
  const grid = (one: CustomerHit) => nameOf({ name_zh: one.grid_name_zh, name_en: one.grid_name_en });
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
      render: (one) => (one.grid_code ? <Link to={`/monitor/grids/${one.grid_code}`}>{grid(one)}</Link> : '–'),
      text: grid,
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
