import { client, read } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

/** How many orders of one's own are open, or late. */
export const ordersCount = (only: { open?: true; overdue?: true }) =>
  queryOptions({
    queryKey: ['dispatch', 'orders', 'count', only],
    queryFn: async () =>
      (await read(client.GET('/api/dispatch/orders', { params: { query: { ...only, limit: 1 } } }))).total,
  });

/** One's own points of the present cycle. */
export const ownPoints = (person: string) =>
  queryOptions({
    queryKey: ['evaluate', 'points', 'person', person, 'present'],
    queryFn: () =>
      read(client.GET('/api/evaluate/points/{person_code}', { params: { path: { person_code: person } } })),
  });
