import { client, read, type Answer } from '@gridloop/api';
import { useMutation } from '@tanstack/react-query';

export type WhyNot = Answer<'/api/catalog/offers/{offer_code}/why-not'>;

/** Asks whether one customer may hold an offer. */
export function useWhyNot(offerCode: string) {
  return useMutation({
    mutationFn: (customerId: string) =>
      read(
        client.GET('/api/catalog/offers/{offer_code}/why-not', {
          params: { path: { offer_code: offerCode }, query: { customer_id: customerId } },
        }),
      ),
  });
}
