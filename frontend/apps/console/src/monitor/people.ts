import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';

export type PersonInNeed = Row<'/api/monitor/help'>;
export type WaitingCustomer = Row<'/api/monitor/waiting-customers'>;

export const helpPage = (query: TableQuery): PageRead<PersonInNeed> => ({
  queryKey: ['monitor', 'help', query],
  queryFn: () =>
    read(client.GET('/api/monitor/help', { params: { query: { ...query, everybody: query.everybody === 'true' } } })),
});

export const waitingPage = (query: TableQuery): PageRead<WaitingCustomer> => ({
  queryKey: ['monitor', 'waiting', query],
  queryFn: () => read(client.GET('/api/monitor/waiting-customers', { params: { query } })),
});
