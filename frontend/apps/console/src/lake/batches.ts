import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

export type Batch = Row<'/api/lake/batches'>;
export type BatchDetail = Answer<'/api/lake/batches/{batch_id}'>;
export type BatchState = Batch['state'];

export const BATCH_STATES = [
  'loading',
  'loaded',
  'unchanged',
  'failed',
  'rolled_back',
] as const satisfies readonly BatchState[];

const STILL_LOADING = 2_000;

export const batchesPage = (query: TableQuery): PageRead<Batch> => ({
  queryKey: ['lake', 'batches', query],
  queryFn: () =>
    read(
      client.GET('/api/lake/batches', {
        params: { query: { ...query, state: query.state as BatchState | undefined } },
      }),
    ),
});

export const batchNumbered = (id: number) =>
  queryOptions({
    queryKey: ['lake', 'batches', id],
    queryFn: () => read(client.GET('/api/lake/batches/{batch_id}', { params: { path: { batch_id: id } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'loading' ? STILL_LOADING : false),
  });

/** The batch of a file just handed in; it appears when its job runs. */
export const batchOfFile = (sha256: string) =>
  queryOptions({
    queryKey: ['lake', 'batches', 'of-file', sha256],
    queryFn: async () => {
      const found = await read(client.GET('/api/lake/batches', { params: { query: { sha256, limit: 1 } } }));
      return found.items[0] ?? null;
    },
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'loading' ? false : STILL_LOADING),
  });

/** Tries all waiting rows of a batch again. */
export function useReplayBatch(id: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () =>
      read(
        client.POST('/api/lake/batches/{batch_id}/replay', {
          params: { path: { batch_id: id } },
          body: { reason: null },
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['lake'] }),
  });
}
