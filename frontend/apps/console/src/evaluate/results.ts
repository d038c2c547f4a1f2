import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type ResultRow = Row<'/api/evaluate/results'>;
export type Result = Answer<'/api/evaluate/results/{campaign_code}'>;
export type Summary = Answer<'/api/evaluate/summary'>;
export type Effect = Result['effects'][number];
export type Verdict = Result['verdict'];
export type Interval = Effect['difference'];

export const VERDICTS = [
  'gain',
  'loss',
  'no_proof',
  'control_too_small',
  'no_evidence',
] as const satisfies readonly Verdict[];

export const resultsPage =
  (cycle: string) =>
  (query: TableQuery): PageRead<ResultRow> => ({
    queryKey: ['evaluate', 'results', cycle, query],
    queryFn: () =>
      read(
        client.GET('/api/evaluate/results', {
          params: { query: { ...query, cycle, verdict: query.verdict as Verdict | undefined } },
        }),
      ),
  });

/** The newest cycle with a campaign that was evaluated; null while there is none. */
export const newestEvaluated = queryOptions({
  queryKey: ['evaluate', 'results', 'newest'],
  queryFn: async () => {
    const query = { sort: '-cycle', offset: 0, limit: 1 };
    const { items } = await read(client.GET('/api/evaluate/results', { params: { query } }));
    return items[0]?.cycle ?? null;
  },
});

export const resultOf = (code: string) =>
  queryOptions({
    queryKey: ['evaluate', 'result', code],
    queryFn: () =>
      read(client.GET('/api/evaluate/results/{campaign_code}', { params: { path: { campaign_code: code } } })),
  });

export const summaryOf = (cycle: string) =>
  queryOptions({
    queryKey: ['evaluate', 'summary', cycle],
    queryFn: () => read(client.GET('/api/evaluate/summary', { params: { query: { cycle } } })),
  });
