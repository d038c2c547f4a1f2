import { client, read, type Answer } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

export type GateAnswer = Answer<'/api/contact/customers/{customer_id}/gate'>;
export type AskedChannel = GateAnswer['channel'];

export const ASKED_CHANNELS = ['visit', 'call', 'message'] as const satisfies readonly AskedChannel[];

export const gateAnswer = (customer: string, channel: AskedChannel) =>
  queryOptions({
    queryKey: ['contact', 'gate', customer, channel],
    queryFn: () =>
      read(
        client.GET('/api/contact/customers/{customer_id}/gate', {
          params: { path: { customer_id: customer }, query: { channel } },
        }),
      ),
  });
