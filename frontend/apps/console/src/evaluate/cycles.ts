import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

export type Cycle = Row<'/api/evaluate/cycles'>;

const TWO_YEARS = 24;

export const cyclesPage = (query: TableQuery): PageRead<Cycle> => ({
  queryKey: ['evaluate', 'cycles', query],
  queryFn: () => read(client.GET('/api/evaluate/cycles', { params: { query } })),
});

/** The cycles that one can look at, the newest first. */
export const knownCycles = queryOptions({
  queryKey: ['evaluate', 'cycles', 'known'],
  queryFn: async () => {
    const query = { offset: 0, limit: TWO_YEARS };
    const { items } = await read(client.GET('/api/evaluate/cycles', { params: { query } }));
    return items.map((one) => one.cycle);
  },
});

/** Closes a cycle and pays its points; it cannot be taken back. */
export function useCloseCycle() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ cycle, fenPerPoint }: { cycle: string; fenPerPoint: number }) =>
      read(
        client.POST('/api/evaluate/cycles/{cycle}/close', {
          params: { path: { cycle } },
          body: { fen_per_point: fenPerPoint },
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['evaluate'] }),
  });
}
