import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';

export type Pull = Row<'/api/lake/pulls'>;

export const pullsPage = (query: TableQuery): PageRead<Pull> => ({
  queryKey: ['lake', 'pulls', query],
  queryFn: () => read(client.GET('/api/lake/pulls', { params: { query } })),
});

/** Reads what is new from a feed's database, and loads it. */
export function usePullNow() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (feed: string) => read(client.POST('/api/lake/pulls/{feed}/start', { params: { path: { feed } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: ['lake'] }),
  });
}
