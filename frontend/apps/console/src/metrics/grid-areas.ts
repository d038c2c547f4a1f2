import { client, read } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

/** The shapes of all grids that the reader may see. */
export const gridAreas = queryOptions({
  queryKey: ['territory', 'grid-areas'],
  queryFn: async () => (await read(client.GET('/api/territory/grid-areas'))).features,
  staleTime: 300_000,
});
