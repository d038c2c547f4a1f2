import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';

export type OwnedCustomer = Row<'/api/territory/customers'>;
export type OwnershipRule = OwnedCustomer['rule'];

export const OWNERSHIP_RULES = ['override', 'place', 'coordinates', 'address', 'fallback'] as const;

export const customersPage = (query: TableQuery): PageRead<OwnedCustomer> => ({
  queryKey: ['territory', 'customers', query],
  queryFn: () =>
    read(
      client.GET('/api/territory/customers', {
        params: { query: { ...query, rule: query.rule as OwnershipRule | undefined } },
      }),
    ),
});
