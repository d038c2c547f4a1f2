import { client, LARGEST_PAGE, read } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

/** The shapes of all grids that the reader may see. */
export const gridAreas = queryOptions({
  queryKey: ['territory', 'grid-areas'],
  queryFn: async () => (await read(client.GET('/api/territory/grid-areas'))).features,
  staleTime: 300_000,
});

/** One indicator over all grids, in the latest month. */
export const indicatorOfGrids = (indicator: string) =>
  queryOptions({
    queryKey: ['metrics', 'indicator-table', 'grids', indicator, null],
    queryFn: async () => {
      const query = { indicator, level: 'grid' as const, limit: LARGEST_PAGE };
      return (await read(client.GET('/api/metrics/indicator-table', { params: { query } }))).items;
    },
  });
