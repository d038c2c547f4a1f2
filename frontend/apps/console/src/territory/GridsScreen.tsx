import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, Figure, Figures, Loaded, PageHeader, Section, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';

import { sayDensity } from './density';
import { gridAreas, gridsPage, type Grid, type GridArea } from './grids';
import { GridDrawer } from './parts/GridDrawer';
import { GridMap } from './parts/GridMap';

/** The city cut into grids: on the map, in a table, one of them in a drawer. */
export function Component() {
  const t = useWords('territory');
  const areas = useQuery(gridAreas);
  const [params, setParams] = useSearchParams();
  const open = params.get('grid');
  const choose = (code: string | null) =>
    setParams((now) => {
      const next = new URLSearchParams(now);
      if (code) next.set('grid', code);
      else next.delete('grid');
      return next;
    });
  return (
    <>
      <PageHeader title={t('grids.title')} lead={t('grids.lead')} />
      <Loaded query={areas}>
        {(features) =>
          features.length === 0 ? (
            <Section title={t('grids.map')}>
              <EmptyState title={t('grids.none')} hint={t('grids.noneHint')} />
            </Section>
          ) : (
            <>
              <Totals areas={features} />
              <GridMap areas={features} chosen={open} onPick={choose} />
            </>
          )
        }
      </Loaded>
      <GridTable />
      {open && <GridDrawer code={open} onClose={() => choose(null)} />}
    </>
  );
}

function Totals({ areas }: { areas: GridArea[] }) {
  const t = useWords('territory');
  const format = useFormat();
  const sum = (of: (grid: Grid) => number) => areas.reduce((total, area) => total + of(area.properties), 0);
  return (
    <Figures>
      <Figure label={t('grid.grids')} value={format.count(areas.length)} />
      <Figure label={t('grid.managers')} value={format.count(sum((grid) => grid.managers))} to="/kernel/org" />
      <Figure label={t('grid.places')} value={format.count(sum((grid) => grid.places))} to="/territory/places" />
      <Figure label={t('grid.households')} value={format.count(sum((grid) => grid.households))} />
      <Figure
        label={t('grid.customers')}
        value={format.count(sum((grid) => grid.customers))}
        to="/territory/customers"
      />
    </Figures>
  );
}

function GridTable() {
  const t = useWords('territory');
  const format = useFormat();
  const nameOf = useNameOf();
  const [params] = useSearchParams();
  const openLink = (code: string) => {
    const next = new URLSearchParams(params);
    next.set('grid', code);
    return `?${next.toString()}`;
  };
  const columns: Column<Grid>[] = [
    {
      key: 'name',
      title: t('grid.name'),
      sortable: true,
      render: (grid) => <Link to={openLink(grid.code)}>{nameOf(grid)}</Link>,
      text: nameOf,
    },
    { key: 'code', title: t('grid.code'), sortable: true },
    {
      key: 'branch',
      title: t('grid.branch'),
      render: (grid) => branchOf(grid, nameOf),
      text: (grid) => branchOf(grid, nameOf),
    },
    { key: 'manager_name', title: t('grid.manager') },
    { key: 'managers', title: t('grid.managers'), numeric: true, sortable: true },
    {
      key: 'places',
      title: t('grid.places'),
      numeric: true,
      sortable: true,
      render: (grid) => <Link to={`/territory/places?grid_code=${grid.code}`}>{format.count(grid.places)}</Link>,
      text: (grid) => String(grid.places),
    },
    {
      key: 'households',
      title: t('grid.households'),
      numeric: true,
      sortable: true,
      render: (grid) => format.count(grid.households),
      text: (grid) => String(grid.households),
    },
    {
      key: 'customers',
      title: t('grid.customers'),
      numeric: true,
      sortable: true,
      render: (grid) => <Link to={`/territory/customers?grid_code=${grid.code}`}>{format.count(grid.customers)}</Link>,
      text: (grid) => String(grid.customers),
    },
    {
      key: 'density',
      title: t('grid.density'),
      numeric: true,
      sortable: true,
      render: (grid) => sayDensity(format, grid.density),
      text: (grid) => String(grid.density ?? ''),
    },
  ];
  return (
    <Section title={t('grids.table')} flush>
      <DataTable
        label={t('grids.table')}
        columns={columns}
        rowKey={(grid) => grid.code}
        page={gridsPage}
        search={t('grids.search')}
        exportName="grids"
      />
    </Section>
  );
}

function branchOf(grid: Grid, nameOf: ReturnType<typeof useNameOf>): string {
  return nameOf({ name_zh: grid.branch_name_zh, name_en: grid.branch_name_en });
}
