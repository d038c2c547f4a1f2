import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';

export type TruthCheck = Row<'/api/evaluate/truth/checks'>;

/** Reports that still wait for somebody to ask whether they are true. */
export const openChecksPage = (query: TableQuery): PageRead<TruthCheck> => ({
  queryKey: ['evaluate', 'truth-checks', 'open', query],
  queryFn: () => read(client.GET('/api/evaluate/truth/checks', { params: { query: { ...query, state: 'open' } } })),
});
