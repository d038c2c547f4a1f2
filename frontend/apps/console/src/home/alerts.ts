import { client, read, type Row } from '@gridloop/api';
import { addressWith } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type Alert = Row<'/api/metrics/alerts'>;

/** Where the customers behind an alert are listed: those in service, whom a plan for them would reach. */
export const customersConcerned = (alert: Pick<Alert, 'people' | 'org_code'>): string =>
  addressWith('/monitor/customers', { tag: alert.people, grid_code: alert.org_code, in_service: 'true' });

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
