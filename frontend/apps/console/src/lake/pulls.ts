import { client, LARGEST_PAGE, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

export type Pull = Row<'/api/lake/pulls'>;
export type Source = Row<'/api/lake/sources'>;

/** What to pull: a table into a feed, all of it or what is new by the followed column. */
export interface PullSetup {
  feed: string;
  source: string;
  table: string;
  follow: string;
  /** Ours -> theirs, where their names do not say it. */
  columns: Record<string, string>;
}

export type PullTrial = Awaited<ReturnType<typeof tried>>;

const tried = (body: PullSetup) => read(client.POST('/api/lake/pulls/trial', { body }));

export const pullsPage = (query: TableQuery): PageRead<Pull> => ({
  queryKey: ['lake', 'pulls', query],
  queryFn: () => read(client.GET('/api/lake/pulls', { params: { query } })),
});

export const pullOf = (feed: string) =>
  queryOptions({
    queryKey: ['lake', 'pulls', feed],
    queryFn: () => read(client.GET('/api/lake/pulls/{feed}', { params: { path: { feed } } })),
    enabled: feed !== '',
  });

export const allSources = queryOptions({
  queryKey: ['lake', 'sources'],
  queryFn: async () =>
    (await read(client.GET('/api/lake/sources', { params: { query: { limit: LARGEST_PAGE } } }))).items,
});

export const tablesOf = (source: string) =>
  queryOptions({
    queryKey: ['lake', 'sources', source, 'tables'],
    queryFn: async () =>
      (
        await read(
          client.GET('/api/lake/sources/{source}/tables', {
            params: { path: { source }, query: { limit: LARGEST_PAGE } },
          }),
        )
      ).items,
    enabled: source !== '',
    retry: false,
  });

/** Some rows of the table as the feed would read them; asked anew whenever something else is chosen. */
export const pullTrial = (setup: PullSetup) =>
  queryOptions({
    queryKey: ['lake', 'pull-trial', setup],
    queryFn: () => tried(setup),
    enabled: setup.feed !== '' && setup.source !== '' && setup.table !== '',
    retry: false,
  });

export function useSavePull() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: PullSetup) => read(client.POST('/api/lake/pulls', { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['lake', 'pulls'] }),
  });
}

/** Takes a pull away; what it brought stays. */
export function useRemovePull() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (feed: string) => read(client.DELETE('/api/lake/pulls/{feed}', { params: { path: { feed } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['lake', 'pulls'] }),
  });
}

/** Reads what is new from a feed's database, and loads it. */
export function usePullNow() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (feed: string) => read(client.POST('/api/lake/pulls/{feed}/start', { params: { path: { feed } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: ['lake'] }),
  });
}
