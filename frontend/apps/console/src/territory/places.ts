import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

export type Place = Row<'/api/territory/places'>;
export type PlaceArea = Answer<'/api/territory/grids/{grid_code}/place-areas'>['features'][number];

export const placesPage = (query: TableQuery): PageRead<Place> => ({
  queryKey: ['territory', 'places', query],
  queryFn: () => read(client.GET('/api/territory/places', { params: { query } })),
});

/** The shapes of the places of one grid. */
export const placeAreas = (gridCode: string) =>
  queryOptions({
    queryKey: ['territory', 'place-areas', gridCode],
    queryFn: async () =>
      (
        await read(
          client.GET('/api/territory/grids/{grid_code}/place-areas', { params: { path: { grid_code: gridCode } } }),
        )
      ).features,
  });

export function useReassignPlace() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ place, assignee }: { place: string; assignee: string }) =>
      read(
        client.POST('/api/territory/places/{place_code}/assignee', {
          params: { path: { place_code: place } },
          body: { assignee_code: assignee },
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['territory'] }),
  });
}
