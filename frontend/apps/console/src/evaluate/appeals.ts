import { client, read, type Row, type Wanted } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';

export type Appeal = Row<'/api/evaluate/appeals'>;
export type AppealState = Appeal['state'];
export type Objection = Wanted<'/api/evaluate/appeals'>;
export type Decision = Wanted<'/api/evaluate/appeals/{appeal_id}/decision'>;

export const APPEAL_STATES = ['open', 'granted', 'refused'] as const satisfies readonly AppealState[];

/** Appeals of everybody in sight, or of one person. */
export const appealsPage =
  (person = '') =>
  (query: TableQuery): PageRead<Appeal> => ({
    queryKey: ['evaluate', 'appeals', person, query],
    queryFn: () =>
      read(
        client.GET('/api/evaluate/appeals', {
          params: { query: { ...query, person_code: person, state: query.state as AppealState | undefined } },
        }),
      ),
  });

/** Objects to what one rule gave oneself. */
export function useAppeal() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Objection) => read(client.POST('/api/evaluate/appeals', { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['evaluate', 'appeals'] }),
  });
}

/** Answers an appeal; granted points are paid with the next close. */
export function useDecideAppeal(id: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Decision) =>
      read(client.POST('/api/evaluate/appeals/{appeal_id}/decision', { params: { path: { appeal_id: id } }, body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['evaluate'] }),
  });
}
