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

export type Unmet = NonNullable<Answer<'/api/campaign/campaigns/{code}/why-not/{customer_id}'>['unmet']>;
export type VerdictCustomer = Row<'/api/campaign/campaigns/{code}/verdict-customers'>;

export const verdictCustomersPage =
  (code: string, verdict: string, reason: string) =>
  (query: TableQuery): PageRead<VerdictCustomer> => ({
    queryKey: ['campaign', 'verdict-customers', code, verdict, reason, query],
    queryFn: () =>
      read(
        client.GET('/api/campaign/campaigns/{code}/verdict-customers', {
          params: { path: { code }, query: { ...query, verdict, reason } },
        }),
      ),
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
