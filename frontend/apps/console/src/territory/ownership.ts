import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type OwnershipCheck = Answer<'/api/territory/ownership-check'>;
export type Conflict = Row<'/api/territory/ownership-conflicts'>;
export type ConflictKind = Conflict['kind'];

export const ownershipCheck = queryOptions({
  queryKey: ['territory', 'ownership-check'],
  queryFn: () => read(client.GET('/api/territory/ownership-check')),
});

export const conflictsPage = (query: TableQuery): PageRead<Conflict> => ({
  queryKey: ['territory', 'ownership-conflicts', query],
  queryFn: () =>
    read(
      client.GET('/api/territory/ownership-conflicts', {
        params: { query: { ...query, kind: query.kind as ConflictKind | undefined } },
      }),
    ),
});
