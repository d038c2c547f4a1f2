import { client, read, type Row, type Wanted } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

export type TruthCheck = Row<'/api/evaluate/truth/checks'>;
export type TruthRate = Row<'/api/evaluate/truth/rates'>;
export type CheckState = TruthCheck['state'];
export type CheckKind = TruthCheck['kind'];
export type Sample = Wanted<'/api/evaluate/truth/samples'>;

export const CHECK_STATES = ['open', 'true', 'false', 'unknown'] as const satisfies readonly CheckState[];
export const ANSWERS = ['true', 'false', 'unknown'] as const satisfies readonly CheckState[];
export const CHECK_KINDS = [
  'no_duration',
  'same_minute',
  'out_of_order',
  'far_away',
  'unconfirmed_claim',
  'call_back',
] as const satisfies readonly CheckKind[];

/** Questions about reports in one state, or in any. */
export const checksPage =
  (state: CheckState | undefined, person: string) =>
  (query: TableQuery): PageRead<TruthCheck> => ({
    queryKey: ['evaluate', 'checks', state, person, query],
    queryFn: () =>
      read(
        client.GET('/api/evaluate/truth/checks', {
          params: { query: { ...query, state, person_code: person, kind: query.kind as CheckKind | undefined } },
        }),
      ),
  });

export const checkNumbered = (id: number) =>
  queryOptions({
    queryKey: ['evaluate', 'checks', 'one', id],
    queryFn: () => read(client.GET('/api/evaluate/truth/checks/{check_id}', { params: { path: { check_id: id } } })),
  });

/** The two oldest questions that wait: the one on the screen and the one after it. */
export const oldestOpen = queryOptions({
  queryKey: ['evaluate', 'checks', 'oldest'],
  queryFn: async () => {
    const query = { state: 'open' as const, sort: 'claimed_at', offset: 0, limit: 2 };
    return (await read(client.GET('/api/evaluate/truth/checks', { params: { query } }))).items;
  },
});

export const ratesPage =
  (cycle: string) =>
  (query: TableQuery): PageRead<TruthRate> => ({
    queryKey: ['evaluate', 'truth-rates', cycle, query],
    queryFn: () => read(client.GET('/api/evaluate/truth/rates', { params: { query: { ...query, cycle } } })),
  });

/** Records what was found out about a report; points that hung on it move. */
export function useAnswerCheck(id: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Wanted<'/api/evaluate/truth/checks/{check_id}/answer'>) =>
      read(client.POST('/api/evaluate/truth/checks/{check_id}/answer', { params: { path: { check_id: id } }, body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['evaluate'] }),
  });
}

/** Draws reports of a cycle for a call-back. */
export function useDrawSample() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Sample) => read(client.POST('/api/evaluate/truth/samples', { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['evaluate'] }),
  });
}
