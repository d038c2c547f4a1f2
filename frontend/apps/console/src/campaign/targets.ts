import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type Target = Row<'/api/campaign/campaigns/{code}/targets'>;
export type VerdictCount = Answer<'/api/campaign/campaigns/{code}/verdicts'>['verdicts'][number];

export const targetsPage =
  (code: string) =>
  (query: TableQuery): PageRead<Target> => ({
    queryKey: ['campaign', 'targets', code, query],
    queryFn: () => read(client.GET('/api/campaign/campaigns/{code}/targets', { params: { path: { code }, query } })),
  });

export const verdicts = (code: string) =>
  queryOptions({
    queryKey: ['campaign', 'verdicts', code],
    queryFn: () => read(client.GET('/api/campaign/campaigns/{code}/verdicts', { params: { path: { code } } })),
  });

export const whyNot = (code: string, customer: string) =>
  queryOptions({
    queryKey: ['campaign', 'why-not', code, customer],
    queryFn: () =>
      read(
        client.GET('/api/campaign/campaigns/{code}/why-not/{customer_id}', {
          params: { path: { code, customer_id: customer } },
        }),
      ),
  });
