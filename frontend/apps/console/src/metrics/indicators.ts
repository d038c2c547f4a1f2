import { client, LARGEST_PAGE, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type Indicator = Row<'/api/metrics/indicators'>;
export type IndicatorUnit = Indicator['unit'];

export const indicatorsPage = (query: TableQuery): PageRead<Indicator> => ({
  queryKey: ['metrics', 'indicators', query],
  queryFn: () => read(client.GET('/api/metrics/indicators', { params: { query } })),
});

/** The whole library: names, units and directions of every indicator. */
export const indicatorLibrary = queryOptions({
  queryKey: ['metrics', 'indicators', 'all'],
  queryFn: async (): Promise<Indicator[]> =>
    (await read(client.GET('/api/metrics/indicators', { params: { query: { limit: LARGEST_PAGE } } }))).items,
  staleTime: 600_000,
  refetchInterval: (query) => (query.state.data?.some((one) => one.underway) ? 3_000 : false),
});
