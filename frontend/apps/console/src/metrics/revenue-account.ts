import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type RevenueAccount = NonNullable<Answer<'/api/metrics/revenue-account'>>;
export type BillOutside = Row<'/api/metrics/bills-outside'>;

/** Who may see how the company's revenue comes to the delivered bills: whoever sees the whole company. */
export const ACCOUNTANTS: readonly string[] = ['executive', 'planner', 'data_steward', 'auditor'];

/** The company's revenue of a month beside the bills as they were delivered. */
export const revenueAccount = (cycle: string) =>
  queryOptions({
    queryKey: ['metrics', 'revenue-account', cycle],
    queryFn: () => read(client.GET('/api/metrics/revenue-account', { params: { query: { cycle } } })),
  });

/** The bills of a month that count in no grid. */
export const billsOutsidePage =
  (cycle: string) =>
  (query: TableQuery): PageRead<BillOutside> => ({
    queryKey: ['metrics', 'bills-outside', cycle, query],
    queryFn: () => read(client.GET('/api/metrics/bills-outside', { params: { query: { ...query, cycle } } })),
  });
