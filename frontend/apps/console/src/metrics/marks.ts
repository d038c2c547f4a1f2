import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';

export type Mark = Row<'/api/metrics/tags/{code}/marks'>;

export const marksPage =
  (code: string) =>
  (query: TableQuery): PageRead<Mark> => ({
    queryKey: ['metrics', 'marks', code, query],
    queryFn: () => read(client.GET('/api/metrics/tags/{code}/marks', { params: { path: { code }, query } })),
  });

interface Marking {
  customer_ids: string[];
  reason: string;
  remove: boolean;
}

/** Sets a manual tag on customers, or takes it from them. */
export function useMark(code: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ remove, ...body }: Marking) =>
      remove
        ? read(client.POST('/api/metrics/tags/{code}/marks/removal', { params: { path: { code } }, body }))
        : read(client.POST('/api/metrics/tags/{code}/marks', { params: { path: { code } }, body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['metrics'] }),
  });
}
