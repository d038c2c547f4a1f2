import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';

import type { ModelName } from './models';

export type TopCustomer = Row<'/api/mining/models/{name}/customers'>;

/** The customers a model points at first. */
export const topCustomersPage =
  (name: ModelName) =>
  (query: TableQuery): PageRead<TopCustomer> => ({
    queryKey: ['mining', 'top-customers', name, query],
    queryFn: () => read(client.GET('/api/mining/models/{name}/customers', { params: { path: { name }, query } })),
  });
