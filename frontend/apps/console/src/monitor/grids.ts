import { client, read, type Answer } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

export type Grid = Answer<'/api/monitor/grids/{grid_code}'>;

export const gridCoded = (code: string) =>
  queryOptions({
    queryKey: ['monitor', 'grids', code],
    queryFn: () => read(client.GET('/api/monitor/grids/{grid_code}', { params: { path: { grid_code: code } } })),
  });
