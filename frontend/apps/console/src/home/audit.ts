import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';

export type AuditLine = Row<'/api/kernel/audit'>;

export const auditPage = (query: TableQuery): PageRead<AuditLine> => ({
  queryKey: ['kernel', 'audit', query],
  queryFn: () => read(client.GET('/api/kernel/audit', { params: { query } })),
});
