import { client, read, type Row } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

export type Level = Exclude<Row<'/api/kernel/org-units'>['kind'], 'company'>;
export const LEVELS = ['branch', 'office', 'grid'] as const satisfies readonly Level[];

/** The levels that this operator's org tree really has. */
export const levelsInUse = queryOptions({
  queryKey: ['kernel', 'org-units', 'levels'],
  queryFn: async () => {
    const counts = await Promise.all(
      LEVELS.map((kind) => read(client.GET('/api/kernel/org-units', { params: { query: { kind, limit: 1 } } }))),
    );
    return LEVELS.filter((_, index) => (counts[index]?.total ?? 0) > 0);
  },
  staleTime: 600_000,
});
