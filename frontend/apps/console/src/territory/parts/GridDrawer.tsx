import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Facts, Figure, Figures, Loaded, Section, Stack, StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { Link } from 'react-router';

import { gridDetail, type GridDetail, type Manager } from '../grids';
import { PlaceMap } from './PlaceMap';

/** One grid: its people, its places, and by which rule its customers came to it. */
export function GridDrawer({ code, onClose }: { code: string; onClose: () => void }) {
  const nameOf = useNameOf();
  const grid = useQuery(gridDetail(code));
  return (
    <Drawer open onClose={onClose} size="min(720px, 100vw)" title={grid.data ? nameOf(grid.data) : code}>
      <Loaded query={grid}>{(detail) => <Detail grid={detail} />}</Loaded>
    </Drawer>
  );
}

function Detail({ grid }: { grid: GridDetail }) {
  const t = useWords('territory');
  const format = useFormat();
  const nameOf = useNameOf();
  return (
    <Stack>
      <Figures>
        <Figure
          label={t('grid.customers')}
          value={format.count(grid.customers)}
          to={`/territory/customers?grid_code=${grid.code}`}
        />
        <Figure label={t('grid.households')} value={format.count(grid.households)} />
        <Figure
          label={t('grid.places')}
          value={format.count(grid.places)}
          to={`/territory/places?grid_code=${grid.code}`}
        />
        <Figure label={t('grid.area')} value={format.number(grid.area_km2)} unit="km²" />
      </Figures>
      <Facts
        facts={[
          { label: t('grid.code'), value: grid.code },
          {
            label: t('grid.branch'),
            value: nameOf({ name_zh: grid.branch_name_zh, name_en: grid.branch_name_en }),
          },
          { label: t('grid.manager'), value: grid.manager_name ?? '–' },
          { label: t('grid.kinds'), value: <Kinds grid={grid} /> },
          { label: t('grid.rules'), value: <Rules grid={grid} /> },
        ]}
      />
      <Section title={t('grid.placesMap')} flush>
        <PlaceMap gridCode={grid.code} />
      </Section>
      <Section title={t('grid.people')} flush>
        <People people={grid.people} />
      </Section>
    </Stack>
  );
}

function Kinds({ grid }: { grid: GridDetail }) {
  const t = useWords('territory');
  const format = useFormat();
  return Object.entries(grid.places_by_kind)
    .map(([kind, count]) => `${t(`place.kinds.${kind}`)} ${format.count(count)}`)
    .join(' · ');
}

function Rules({ grid }: { grid: GridDetail }) {
  const t = useWords('territory');
  const format = useFormat();
  return Object.entries(grid.customers_by_rule).map(([rule, count]) => (
    <div key={rule}>
      {t(`rule.${rule}`)}{' '}
      <Link to={`/territory/customers?grid_code=${grid.code}&rule=${rule}`}>{format.count(count)}</Link>
    </div>
  ));
}

function People({ people }: { people: Manager[] }) {
  const t = useWords('territory');
  const format = useFormat();
  const columns: Column<Manager>[] = [
    { key: 'name', title: t('person.name') },
    { key: 'code', title: t('person.code') },
    {
      key: 'places',
      title: t('grid.places'),
      numeric: true,
      render: (one) => <Link to={`/territory/places?assignee_code=${one.code}`}>{format.count(one.places)}</Link>,
    },
    {
      key: 'customers',
      title: t('grid.customers'),
      numeric: true,
      render: (one) => <Link to={`/territory/customers?assignee_code=${one.code}`}>{format.count(one.customers)}</Link>,
    },
    { key: 'daily_capacity', title: t('person.capacity'), numeric: true },
  ];
  return <StaticTable label={t('grid.people')} columns={columns} rows={people} rowKey={(one) => one.code} />;
}
