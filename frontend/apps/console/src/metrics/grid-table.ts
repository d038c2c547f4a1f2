import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';

export type GridLine = Row<'/api/metrics/grid-table'>;

export interface Asked {
  indicators: string[];
  cycle: string;
}

/** All grids of the reader with the indicators asked for. */
export const gridTablePage =
  ({ indicators, cycle }: Asked) =>
  (query: TableQuery): PageRead<GridLine> => ({
    queryKey: ['metrics', 'grid-table', indicators, cycle, query],
    queryFn: () =>
      read(
        client.GET('/api/metrics/grid-table', {
          params: { query: { ...query, cycle, indicators: indicators.join(',') } },
        }),
      ),
  });
