import { client, LARGEST_PAGE, read, upload, type Answer, type Row, type Wanted } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

export type Feed = Row<'/api/lake/feeds'>;
export type Contract = Answer<'/api/lake/feeds/{feed}/contract'>;

/** What the server answers to a file handed in. */
interface Accepted {
  job_id: number;
  feed: string;
  file_name: string;
  sha256: string;
  business_date: string;
}

type Condition = Wanted<'/api/lake/feeds'>['freshness'];

export const feedsPage = (query: TableQuery): PageRead<Feed> => ({
  queryKey: ['lake', 'feeds', query],
  queryFn: () =>
    read(client.GET('/api/lake/feeds', { params: { query: { ...query, freshness: query.freshness as Condition } } })),
});

export const allFeeds = queryOptions({
  queryKey: ['lake', 'feeds', 'all'],
  queryFn: async () =>
    (await read(client.GET('/api/lake/feeds', { params: { query: { limit: LARGEST_PAGE } } }))).items,
});

export const feedNamed = (feed: string) =>
  queryOptions({
    queryKey: ['lake', 'feeds', feed],
    queryFn: () => read(client.GET('/api/lake/feeds/{feed}', { params: { path: { feed } } })),
  });

export const contractOf = (feed: string) =>
  queryOptions({
    queryKey: ['lake', 'contracts', feed],
    queryFn: () => read(client.GET('/api/lake/feeds/{feed}/contract', { params: { path: { feed } } })),
    staleTime: 600_000,
  });

/** Hands a file in; it is loaded by a job. */
export function useUploadFile(feed: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ file, businessDate }: { file: File; businessDate: string | undefined }) =>
      upload<Accepted>(
        `/api/lake/feeds/${encodeURIComponent(feed)}/files`,
        file,
        businessDate ? { business_date: businessDate } : {},
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['lake'] }),
  });
}
