import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';

export type CustomerHit = Row<'/api/monitor/customers'>;
export type WaitingCustomer = Row<'/api/monitor/waiting-customers'>;

export const customersPage = (query: TableQuery): PageRead<CustomerHit> => ({
  queryKey: ['monitor', 'customers', query],
  queryFn: () => read(client.GET('/api/monitor/customers', { params: { query } })),
});

export const waitingPage = (query: TableQuery): PageRead<WaitingCustomer> => ({
  queryKey: ['monitor', 'waiting-customers', query],
  queryFn: () => read(client.GET('/api/monitor/waiting-customers', { params: { query } })),
});
