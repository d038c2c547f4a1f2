import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type TruthCheck = Row<'/api/evaluate/truth/checks'>;

export type WaitingChecks = Answer<'/api/evaluate/truth/waiting'>[number];

/** What looks wrong: how many reports of each kind wait to be checked. */
export const waitingChecks = queryOptions({
  queryKey: ['evaluate', 'truth-checks', 'waiting'],
  queryFn: () => read(client.GET('/api/evaluate/truth/waiting')),
});

/** Reports that still wait for somebody to ask whether they are true. */
export const openChecksPage = (query: TableQuery): PageRead<TruthCheck> => ({
  queryKey: ['evaluate', 'truth-checks', 'open', query],
  queryFn: () => read(client.GET('/api/evaluate/truth/checks', { params: { query: { ...query, state: 'open' } } })),
});
