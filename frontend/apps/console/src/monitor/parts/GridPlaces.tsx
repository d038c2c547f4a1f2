import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, type Column, type TableQuery } from '@gridloop/ui';
import { useMemo } from 'react';
import { Link } from 'react-router';

import { gridPlacesPage, type GridPlace } from '../places';

/** The places of a grid; a name leads to the place whole. */
export function GridPlaces({ gridCode }: { gridCode: string }) {
  const t = useWords('monitor');
  const format = useFormat();
  const nameOf = useNameOf();
  const page = useMemo(() => (query: TableQuery) => gridPlacesPage(gridCode, query), [gridCode]);
  const columns: Column<GridPlace>[] = [
    {
      key: 'name_zh',
      title: t('customer.place'),
      sortable: true,
      render: (one) => <Link to={`/monitor/places/${one.place_code}`}>{nameOf(one)}</Link>,
      text: nameOf,
    },
    { key: 'kind', title: t('place.kind'), render: (one) => t(`placeKinds.${one.kind}`) },
    { key: 'assignee_name', title: t('customer.assignee') },
    { key: 'households', title: t('place.households'), numeric: true, render: (one) => format.count(one.households) },
    {
      key: 'customers',
      title: t('grid.customers'),
      numeric: true,
      sortable: true,
      render: (one) => format.count(one.customers),
    },
    {
      key: 'broadband_customers',
      title: t('place.broadband'),
      numeric: true,
      render: (one) => format.count(one.broadband_customers),
    },
    {
      key: 'monthly_fee_fen',
      title: t('customer.fee'),
      numeric: true,
      sortable: true,
      render: (one) => format.money(one.monthly_fee_fen),
    },
    {
      key: 'port_use',
      title: t('grid.portUse'),
      numeric: true,
      sortable: true,
      render: (one) => format.percent(one.port_use),
    },
  ];
  return (
    <DataTable
      label={t('grid.places')}
      columns={columns}
      rowKey={(one) => one.place_code}
      page={page}
      search={t('place.search')}
      defaultSort="-customers"
      prefix="place_"
    />
  );
}
