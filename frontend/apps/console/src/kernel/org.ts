import { client, read, readAll, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type OrgUnit = Row<'/api/kernel/org-units'>;
export type Person = Row<'/api/kernel/people'>;

const MOST_UNITS = 5_000;

/** The whole org tree that the reader may see. */
export const orgUnits = queryOptions({
  queryKey: ['kernel', 'org-units', 'all'],
  queryFn: async () => {
    const page = (query: { offset: number; limit: number }) =>
      read(client.GET('/api/kernel/org-units', { params: { query } }));
    return (await readAll(page, MOST_UNITS)).rows;
  },
});

/** People of a unit and of the units below it. */
export const peoplePage =
  (orgCode: string) =>
  (query: TableQuery): PageRead<Person> => ({
    queryKey: ['kernel', 'people', orgCode, query],
    queryFn: () => read(client.GET('/api/kernel/people', { params: { query: { ...query, org_code: orgCode } } })),
  });
