import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type Grid = Row<'/api/territory/grids'>;
export type GridDetail = Answer<'/api/territory/grids/{grid_code}'>;
export type Manager = GridDetail['people'][number];
export type GridArea = Answer<'/api/territory/grid-areas'>['features'][number];

export const gridsPage = (query: TableQuery): PageRead<Grid> => ({
  queryKey: ['territory', 'grids', query],
  queryFn: () => read(client.GET('/api/territory/grids', { params: { query } })),
});

export const gridDetail = (code: string) =>
  queryOptions({
    queryKey: ['territory', 'grids', code],
    queryFn: () => read(client.GET('/api/territory/grids/{grid_code}', { params: { path: { grid_code: code } } })),
  });

/** The shapes of all grids that the reader may see, with their counts. */
export const gridAreas = queryOptions({
  queryKey: ['territory', 'grid-areas'],
  queryFn: async () => (await read(client.GET('/api/territory/grid-areas'))).features,
  staleTime: 300_000,
});
