import { client, read, type Row, type Wanted } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';

export type Override = Row<'/api/territory/overrides'>;
export type OverrideState = Override['state'];
export type NewOverride = Wanted<'/api/territory/overrides'>;

export const OVERRIDE_STATES = ['pending', 'approved', 'rejected', 'ended'] as const;

export const overridesPage = (query: TableQuery): PageRead<Override> => ({
  queryKey: ['territory', 'overrides', query],
  queryFn: () =>
    read(
      client.GET('/api/territory/overrides', {
        params: { query: { ...query, state: query.state as OverrideState | undefined } },
      }),
    ),
});

export function useCreateOverride() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: NewOverride) => read(client.POST('/api/territory/overrides', { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['territory'] }),
  });
}

export function useDecideOverride() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, approve }: { id: number; approve: boolean }) =>
      read(
        client.POST('/api/territory/overrides/{override_id}/decision', {
          params: { path: { override_id: id } },
          body: { approve },
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['territory'] }),
  });
}
