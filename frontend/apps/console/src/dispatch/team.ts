import { client, read, type Row } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

export type Colleague = Row<'/api/kernel/people'>;

const ALL = 500;

/** The community managers that an order of a unit can be handed to. */
export const sellersOf = (orgCode: string) =>
  queryOptions({
    queryKey: ['dispatch', 'sellers', orgCode],
    queryFn: async () => {
      const query = { org_code: orgCode, role: 'community_manager' as const, limit: ALL };
      return (await read(client.GET('/api/kernel/people', { params: { query } }))).items;
    },
  });
