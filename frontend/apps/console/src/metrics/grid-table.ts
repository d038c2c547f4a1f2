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

/** Where the same rows, in the same order, are to be had as a workbook. */
export function workbookAddress({ indicators, cycle }: Asked, params: URLSearchParams): string {
  const wanted = new URLSearchParams({ cycle, indicators: indicators.join(',') });
  for (const name of ['sort', 'q']) {
    const value = params.get(name);
    if (value) wanted.set(name, value);
  }
  return `/api/metrics/grid-table.xlsx?${wanted.toString()}`;
}
