import { client, read } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

const MOST_PLACES = 50;

/** Places whose name or code holds what was typed. */
export const places = (typed: string) =>
  queryOptions({
    queryKey: ['territory', 'places', 'by-name', typed],
    queryFn: async ({ signal }) => {
      const query = { q: typed, limit: MOST_PLACES };
      return (await read(client.GET('/api/territory/places', { params: { query }, signal }))).items;
    },
  });
