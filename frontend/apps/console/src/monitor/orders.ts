import { client, newIdempotencyKey, read } from '@gridloop/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Who may hand out an order that no campaign made. */
export const ORDER_MAKERS = ['planner', 'branch_manager', 'grid_manager'];

export interface HandOrder {
  title_zh: string;
  channel: 'visit' | 'call';
  note?: string;
}

const UUID_PARTS = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;

/** A new id for one wish: sending the wish again makes no second order. */
export const newRequestId = (): string => newIdempotencyKey().replace(UUID_PARTS, '$1-$2-$3-$4-$5');

/** Makes a work order by hand for one customer; it goes to whom the customer belongs to. */
export function useMakeOrder(customerId: string, requestId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (wish: HandOrder) =>
      read(
        client.POST('/api/dispatch/orders', {
          body: {
            request_id: requestId,
            customer_id: customerId,
            channel: wish.channel,
            title_zh: wish.title_zh.trim(),
            title_en: '',
            note: wish.note?.trim() ?? '',
            assignee_code: '',
            offer_code: '',
            priority: 80,
          },
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['monitor'] }),
  });
}
