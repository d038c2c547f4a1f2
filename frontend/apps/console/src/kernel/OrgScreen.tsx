import { useFormat, useWords } from '@gridloop/i18n';
import {
  Columns,
  DataTable,
  Figure,
  Figures,
  Loaded,
  PageHeader,
  Section,
  useRoleName,
  type Column,
} from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';

import { orgUnits, peoplePage, type OrgUnit, type Person } from './org';
import { OrgTree } from './parts/OrgTree';

const KINDS = ['company', 'branch', 'office', 'grid'] as const;

/** The org tree, and the people of the unit that is chosen in it. */
export function Component() {
  const t = useWords('kernel');
  const units = useQuery(orgUnits);
  return (
    <>
      <PageHeader title={t('org.title')} lead={t('org.lead')} />
      <Loaded query={units}>{(rows) => <Tree units={rows} />}</Loaded>
    </>
  );
}

function Tree({ units }: { units: OrgUnit[] }) {
  const t = useWords('kernel');
  const format = useFormat();
  const [params, setParams] = useSearchParams();
  const chosen = params.get('unit') ?? units[0]?.code ?? '';
  const counts = KINDS.map((kind) => ({ kind, count: units.filter((unit) => unit.kind === kind).length }));
  return (
    <>
      <Figures>
        {counts
          .filter(({ count }) => count > 0)
          .map(({ kind, count }) => (
            <Figure key={kind} label={t(`org.kinds.${kind}`)} value={format.count(count)} />
          ))}
      </Figures>
      <Columns>
        <Section title={t('org.tree')}>
          <OrgTree label={t('org.tree')} units={units} chosen={chosen} onChoose={(unit) => setParams({ unit })} />
        </Section>
        <Section title={t('org.people')} lead={chosen} flush>
          <DataTable
            key={chosen}
            label={t('org.people')}
            columns={usePeopleColumns()}
            rowKey={(person) => person.code}
            page={peoplePage(chosen)}
            search={t('org.searchPeople')}
            exportName={`people-${chosen}`}
          />
        </Section>
      </Columns>
    </>
  );
}

function usePeopleColumns(): Column<Person>[] {
  const t = useWords('kernel');
  const roleName = useRoleName();
  return [
    { key: 'name', title: t('person.name'), sortable: true },
    { key: 'code', title: t('person.code'), sortable: true },
    {
      key: 'role',
      title: t('person.role'),
      sortable: true,
      render: (person) => roleName(person.role),
      text: (person) => roleName(person.role),
    },
    { key: 'org_code', title: t('person.unit') },
    { key: 'daily_capacity', title: t('person.capacity'), numeric: true },
  ];
}
