import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

export type Order = Row<'/api/dispatch/orders'>;
export type OrderDetail = Answer<'/api/dispatch/orders/{order_id}'>;
export type OrderState = Order['state'];

export const ORDER_STATES = [
  'pending',
  'acknowledged',
  'in_progress',
  'completed',
  'failed',
  'cancelled',
  'held',
] as const satisfies readonly OrderState[];

/** How far an order came in the funnel. */
export const STEPS = ['dispatched', 'contacted', 'reached', 'interested', 'accepted'] as const;
type Step = (typeof STEPS)[number];

export const ordersPage = (query: TableQuery): PageRead<Order> => ({
  queryKey: ['dispatch', 'orders', query],
  queryFn: () =>
    read(
      client.GET('/api/dispatch/orders', {
        params: {
          query: {
            ...query,
            overdue: flag(query.overdue),
            open: flag(query.open),
            step: query.step as Step | undefined,
          },
        },
      }),
    ),
});

export const orderNumbered = (id: string) =>
  queryOptions({
    queryKey: ['dispatch', 'orders', id],
    queryFn: () => read(client.GET('/api/dispatch/orders/{order_id}', { params: { path: { order_id: id } } })),
  });

export function useReassign() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { order_ids: string[]; assignee_code: string; note: string }) =>
      read(client.POST('/api/dispatch/orders/reassign', { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['dispatch'] }),
  });
}

export function useRecall() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { order_ids: string[]; note: string }) =>
      read(client.POST('/api/dispatch/orders/recall', { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['dispatch'] }),
  });
}

function flag(value: string | number | undefined): boolean | undefined {
  return value === undefined || value === '' ? undefined : value === 'true';
}
