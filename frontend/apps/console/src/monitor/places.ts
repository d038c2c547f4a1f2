import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type Place = Answer<'/api/monitor/places/{place_code}'>;
export type PlaceMonths = Answer<'/api/monitor/places/{place_code}/months'>;
export type GridPlace = Row<'/api/monitor/grids/{grid_code}/places'>;

const of = (code: string) => ({ params: { path: { place_code: code } } });

export const placeCoded = (code: string) =>
  queryOptions({
    queryKey: ['monitor', 'places', code],
    queryFn: () => read(client.GET('/api/monitor/places/{place_code}', of(code))),
  });

export const placeMonths = (code: string) =>
  queryOptions({
    queryKey: ['monitor', 'places', code, 'months'],
    queryFn: () => read(client.GET('/api/monitor/places/{place_code}/months', of(code))),
  });

export const placeTags = (code: string) =>
  queryOptions({
    queryKey: ['monitor', 'places', code, 'tags'],
    queryFn: async () => (await read(client.GET('/api/monitor/places/{place_code}/tags', of(code)))).tags,
  });

export const gridPlacesPage = (gridCode: string, query: TableQuery): PageRead<GridPlace> => ({
  queryKey: ['monitor', 'grids', gridCode, 'places', query],
  queryFn: () =>
    read(
      client.GET('/api/monitor/grids/{grid_code}/places', {
        params: { path: { grid_code: gridCode }, query },
      }),
    ),
});
