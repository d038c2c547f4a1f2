import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';

export type Account = Row<'/api/kernel/accounts'>;

export const accountsPage = (query: TableQuery): PageRead<Account> => ({
  queryKey: ['kernel', 'accounts', query],
  queryFn: () => read(client.GET('/api/kernel/accounts', { params: { query } })),
});
