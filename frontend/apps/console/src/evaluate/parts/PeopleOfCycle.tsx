import { useWords } from '@gridloop/i18n';
import { DataTable, PageHeader, Section, type Column, type PageRead, type TableQuery } from '@gridloop/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { CycleChoice } from './CycleChoice';

interface Row {
  person_code: string;
  person_name: string;
  grid_code: string;
}

interface Props<T extends Row> {
  title: string;
  lead: string;
  /** What the list is of, the cycle named. */
  list: string;
  cycle: string;
  note: ReactNode;
  /** The columns after the person's. */
  columns: Column<T>[];
  page: (query: TableQuery) => PageRead<T>;
  defaultSort?: string;
  exportName: string;
  empty: ReactNode;
}

/** A screen that lists the people of a cycle; each name leads to his points. */
export function PeopleOfCycle<T extends Row>(props: Props<T>) {
  const { title, lead, list, cycle, note, columns, exportName, ...table } = props;
  const t = useWords('evaluate');
  const person: Column<T> = {
    key: 'person_code',
    title: t('points.person'),
    sortable: true,
    render: (row) => <Link to={`/evaluate/points/${row.person_code}?cycle=${cycle}`}>{row.person_name}</Link>,
    text: (row) => `${row.person_code} ${row.person_name}`,
  };
  return (
    <>
      <PageHeader title={title} lead={lead} actions={<CycleChoice cycle={cycle} />} />
      <Section title={list} lead={note} flush>
        <DataTable<T>
          label={list}
          columns={[person, ...columns]}
          rowKey={(row) => `${row.person_code} ${row.grid_code}`}
          search={t('points.search')}
          exportName={`${exportName}-${cycle}`}
          {...table}
        />
      </Section>
    </>
  );
}
