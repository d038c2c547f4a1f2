import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';

export type Job = Row<'/api/kernel/jobs'>;

export const jobsPage = (query: TableQuery): PageRead<Job> => ({
  queryKey: ['kernel', 'jobs', query],
  queryFn: () => read(client.GET('/api/kernel/jobs', { params: { query } })),
});
