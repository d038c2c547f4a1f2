import { call, client, read, upload, type Answer, type Row } from '@gridloop/api';
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

/** A person ended the load; nothing is wrong with the file. */
export const hasStopped = (batch: Pick<Batch, 'error'>) => batch.error?.code === 'kernel.job_stopped';

/** Whether a batch is being loaded, or somebody has just let it pass. */
const isAboutToLoad = (batch: BatchDetail) => batch.state === 'loading' || batch.let_pass;

export const batchNumbered = (id: number) =>
  queryOptions({
    queryKey: ['lake', 'batches', id],
    queryFn: () => read(client.GET('/api/lake/batches/{batch_id}', { params: { path: { batch_id: id } } })),
    refetchInterval: ({ state }) => (state.data && isAboutToLoad(state.data) ? STILL_LOADING : false),
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

export type RollbackPlan = Answer<'/api/lake/batches/{batch_id}/rollback'>;

/** What rolling a batch back would mean. */
export const rollbackPlan = (id: number) =>
  queryOptions({
    queryKey: ['lake', 'batches', id, 'rollback'],
    queryFn: () => read(client.GET('/api/lake/batches/{batch_id}/rollback', { params: { path: { batch_id: id } } })),
    staleTime: 0,
  });

export function useRollBack(id: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      read(
        client.POST('/api/lake/batches/{batch_id}/rollback', {
          params: { path: { batch_id: id } },
          body: { reason },
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['lake'] }),
  });
}

/** Loads a file that was stopped or refused from where it lies. */
export function useLoadAgain(id: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => read(client.POST('/api/lake/batches/{batch_id}/load', { params: { path: { batch_id: id } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: ['lake'] }),
  });
}

/** Lets a held delivery pass. */
export function useAcceptBatch(id: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      read(
        client.POST('/api/lake/batches/{batch_id}/accept', { params: { path: { batch_id: id } }, body: { reason } }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['lake'] }),
  });
}

/** Gives a held delivery up. */
export function useRefuseBatch(id: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      read(
        client.POST('/api/lake/batches/{batch_id}/refuse', { params: { path: { batch_id: id } }, body: { reason } }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['lake'] }),
  });
}

/** Takes the waiting rows of a batch as a workbook; with a purpose, sensitive values are in clear. */
export function useQuarantineSheet(id: number) {
  return useMutation({
    mutationFn: async (purpose: string) => {
      const response = await call(`/api/lake/batches/${String(id)}/quarantine/sheet`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ purpose }),
      });
      save(await response.blob(), nameIn(response.headers.get('Content-Disposition')));
    },
  });
}

const nameIn = (disposition: string | null) =>
  decodeURIComponent(disposition?.split("filename*=UTF-8''")[1] ?? 'quarantine.xlsx');

function save(content: Blob, name: string) {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

interface Returned {
  replayed: number;
  still_refused: number;
  passed_over: number;
}

/** Hands a mended workbook back. */
export function useReturnSheet(id: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (sheet: File) => upload<Returned>(`/api/lake/batches/${String(id)}/quarantine/returned`, sheet),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['lake'] }),
  });
}
