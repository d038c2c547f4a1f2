import { client, read, type Answer, type Row } from '@gridloop/api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

export type Load = Answer<'/api/lake/loads/{job_id}'>;
export type OpenLoad = Row<'/api/lake/loads'>;

const SOON = 1_000;
const LATER = 5_000;

/** Whether nothing more will happen to a load; one that was stopped goes on to its next step. */
export const hasEnded = (load: Pick<Load, 'state' | 'stopping'>) =>
  load.state !== 'queued' && load.state !== 'running' && !load.stopping;

/** One load, followed until it has ended. */
export const loadNumbered = (id: number) =>
  queryOptions({
    queryKey: ['lake', 'loads', id],
    queryFn: () => read(client.GET('/api/lake/loads/{job_id}', { params: { path: { job_id: id } } })),
    refetchInterval: ({ state }) => (state.data && hasEnded(state.data) ? false : SOON),
  });

/** What waits or runs now; whoever comes back to the screen finds his file here. */
export const openLoads = queryOptions({
  queryKey: ['lake', 'loads', 'open'],
  queryFn: async () => (await read(client.GET('/api/lake/loads', { params: { query: { limit: 20 } } }))).items,
  refetchInterval: ({ state }) => (state.data?.length ? SOON : LATER),
});

/** Stops a load before anything of it is visible. */
export function useStopLoad() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      read(client.POST('/api/lake/loads/{job_id}/stop', { params: { path: { job_id: id } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: ['lake'] }),
  });
}
