import { client, read, type Answer, type Row, type Wanted } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions, useMutation } from '@tanstack/react-query';

export type CustomerHit = Row<'/api/monitor/customers'>;
export type Customer = Answer<'/api/monitor/customers/{customer_id}'>;
export type Purpose = Wanted<'/api/monitor/customers/{customer_id}/reveal'>['purpose'];

export const PURPOSES = ['call', 'visit', 'service', 'check'] as const satisfies readonly Purpose[];

export const customersPage = (query: TableQuery): PageRead<CustomerHit> => ({
  queryKey: ['monitor', 'customers', query],
  queryFn: () => read(client.GET('/api/monitor/customers', { params: { query } })),
});

/** What a tag is called; nothing for one that is not there. */
export const tagNamed = (code: string) =>
  queryOptions({
    queryKey: ['metrics', 'tags', 'named', code],
    queryFn: async () => {
      const { items } = await read(client.GET('/api/metrics/tags', { params: { query: { q: code } } }));
      return items.find((one) => one.code === code) ?? null;
    },
  });

/** What a grid is called. */
export const gridNamed = (code: string) =>
  queryOptions({
    queryKey: ['monitor', 'customers', 'grid', code],
    queryFn: async () => {
      const asked = { grid_code: code, limit: 1 };
      const { items } = await read(client.GET('/api/monitor/customers', { params: { query: asked } }));
      const [one] = items;
      return one ? { name_zh: one.grid_name_zh, name_en: one.grid_name_en } : null;
    },
  });

export const customerNumbered = (id: string) =>
  queryOptions({
    queryKey: ['monitor', 'customers', id],
    queryFn: () => read(client.GET('/api/monitor/customers/{customer_id}', { params: { path: { customer_id: id } } })),
  });

/** Shows the clear phone number for a stated purpose; the look-up is audited. */
export function useReveal(id: string) {
  return useMutation({
    mutationFn: (purpose: Purpose) =>
      read(
        client.POST('/api/monitor/customers/{customer_id}/reveal', {
          params: { path: { customer_id: id } },
          body: { purpose },
        }),
      ),
  });
}
