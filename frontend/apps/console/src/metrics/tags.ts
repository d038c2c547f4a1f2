import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';

export type Tag = Row<'/api/metrics/tags'>;

export const tagsPage = (query: TableQuery): PageRead<Tag> => ({
  queryKey: ['metrics', 'tags', query],
  queryFn: () => read(client.GET('/api/metrics/tags', { params: { query } })),
});
