import { useMe } from '@gridloop/api';
import { useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, PageHeader, Section, type Column } from '@gridloop/ui';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { customersPage, OWNERSHIP_RULES, type OwnedCustomer } from './customers';
import { DECIDERS } from './deciders';
import { useTerritoryFilters } from './filters';
import { useOpensPlaces } from './opens-places';
import { OverrideDrawer } from './parts/OverrideDrawer';

/** Whose customer is it, and by which rule? */
export function Component() {
  const t = useWords('territory');
  const nameOf = useNameOf();
  const opens = useOpensPlaces();
  const mayMove = DECIDERS.includes(useMe().role);
  const [moving, setMoving] = useState<OwnedCustomer | null>(null);
  const columns: Column<OwnedCustomer>[] = [
    {
      key: 'name',
      title: t('customer.name'),
      render: (one) => <Link to={`/monitor/customers/${one.customer_id}`}>{one.name}</Link>,
    },
    { key: 'customer_id', title: t('customer.id') },
    { key: 'phone_masked', title: t('customer.phone') },
    { key: 'address', title: t('customer.address'), wideOnly: true, narrow: true },
    {
      key: 'place',
      title: t('customer.place'),
      render: (one) => {
        const name = nameOf({ name_zh: one.place_name_zh, name_en: one.place_name_en });
        if (!one.place_code) return name || '–';
        return opens ? <Link to={`/monitor/places/${one.place_code}`}>{name || one.place_code}</Link> : name;
      },
      text: (one) => nameOf({ name_zh: one.place_name_zh, name_en: one.place_name_en }),
    },
    {
      key: 'grid_code',
      title: t('place.grid'),
      render: (one) => <Link to={`/territory?grid=${one.grid_code}`}>{one.grid_code}</Link>,
    },
    { key: 'assignee_name', title: t('place.assignee') },
    {
      key: 'rule',
      title: t('customer.rule'),
      render: (one) => t(`rule.${one.rule}`),
      text: (one) => t(`rule.${one.rule}`),
    },
    ...(mayMove
      ? [
          {
            key: 'move',
            title: t('customer.act'),
            render: (one: OwnedCustomer) => (
              <Button
                size="small"
                onClick={() => setMoving(one)}
                aria-label={t('override.moveName', { name: one.name })}
              >
                {t('override.move')}
              </Button>
            ),
            text: () => '',
          },
        ]
      : []),
  ];
  const rules = OWNERSHIP_RULES.map((value) => ({ value, label: t(`rule.${value}`) }));
  return (
    <>
      <PageHeader title={t('customers.title')} lead={t('customers.lead')} />
      <Section title={t('customers.list')} flush>
        <DataTable
          label={t('customers.list')}
          columns={columns}
          rowKey={(one) => one.customer_id}
          page={customersPage}
          search={t('customers.search')}
          filters={[
            ...useTerritoryFilters('grid_code', 'assignee_code', 'place_code'),
            { name: 'rule', label: t('customer.rule'), options: rules },
          ]}
        />
      </Section>
      {moving && <OverrideDrawer customer={moving} onClose={() => setMoving(null)} />}
    </>
  );
}
