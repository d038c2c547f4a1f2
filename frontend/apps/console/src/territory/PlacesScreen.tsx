import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, PageHeader, Section, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import { useOpensPlaces } from './opens-places';
import { PLACE_KINDS } from './place-kinds';
import { placesPage, type Place } from './places';
import { useTerritoryFilters } from './filters';

/** The basic units inside the grids, and who looks after them. */
export function Component() {
  const t = useWords('territory');
  const format = useFormat();
  const nameOf = useNameOf();
  const opens = useOpensPlaces();
  const columns: Column<Place>[] = [
    {
      key: 'name',
      title: t('place.name'),
      sortable: true,
      render: (place) => (opens ? <Link to={`/monitor/places/${place.code}`}>{nameOf(place)}</Link> : nameOf(place)),
      text: nameOf,
    },
    { key: 'code', title: t('place.code'), sortable: true },
    {
      key: 'kind',
      title: t('place.kind'),
      render: (place) => t(`place.kinds.${place.kind}`),
      text: (place) => t(`place.kinds.${place.kind}`),
    },
    {
      key: 'grid_code',
      title: t('place.grid'),
      render: (place) => <Link to={`/territory?grid=${place.grid_code}`}>{place.grid_code}</Link>,
    },
    { key: 'assignee_name', title: t('place.assignee') },
    {
      key: 'households',
      title: t('grid.households'),
      numeric: true,
      sortable: true,
      render: (place) => format.count(place.households),
      text: (place) => String(place.households),
    },
    {
      key: 'customers',
      title: t('grid.customers'),
      numeric: true,
      render: (place) => (
        <Link to={`/territory/customers?place_code=${place.code}`}>{format.count(place.customers)}</Link>
      ),
      text: (place) => String(place.customers),
    },
  ];
  const kinds = PLACE_KINDS.map((value) => ({ value, label: t(`place.kinds.${value}`) }));
  return (
    <>
      <PageHeader title={t('places.title')} lead={t('places.lead')} />
      <Section title={t('places.list')} flush>
        <DataTable
          label={t('places.list')}
          columns={columns}
          rowKey={(place) => place.code}
          page={placesPage}
          search={t('places.search')}
          filters={[
            { name: 'kind', label: t('place.kind'), options: kinds },
            ...useTerritoryFilters('grid_code', 'assignee_code'),
          ]}
          exportName="places"
        />
      </Section>
    </>
  );
}
