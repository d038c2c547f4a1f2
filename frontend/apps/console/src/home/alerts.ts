import { client, read } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

/** How many alerts of the reader's grids are open. */
export const openAlerts = queryOptions({
  queryKey: ['metrics', 'alerts', 'open'],
  queryFn: async () => (await read(client.GET('/api/metrics/alerts', { params: { query: { limit: 1 } } }))).total,
});
