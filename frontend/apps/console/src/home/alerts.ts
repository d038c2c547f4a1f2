import { client, read, type Row } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

export type Alert = Row<'/api/metrics/alerts'>;

/** How many alerts of the reader's grids are open. */
export const openAlerts = queryOptions({
  queryKey: ['metrics', 'alerts', 'open'],
  queryFn: async () => (await read(client.GET('/api/metrics/alerts', { params: { query: { limit: 1 } } }))).total,
});

const FIRST = 5;

/** The open alerts that are farthest off, and how many there are. */
export const firstAlerts = queryOptions({
  queryKey: ['metrics', 'alerts', 'first'],
  queryFn: () => read(client.GET('/api/metrics/alerts', { params: { query: { limit: FIRST } } })),
});
