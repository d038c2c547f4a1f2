import { client, read, type Row, type components } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';

export type Goal = Row<'/api/metrics/goals'>;
export type NewGoal = components['schemas']['GoalIn'];

export const goalsPage = (query: TableQuery): PageRead<Goal> => ({
  queryKey: ['metrics', 'goals', query],
  queryFn: () => read(client.GET('/api/metrics/goals', { params: { query } })),
});

export function useSetGoal() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: NewGoal) => read(client.PUT('/api/metrics/goals', { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['metrics'] }),
  });
}
