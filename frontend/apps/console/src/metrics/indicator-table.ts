import { client, LARGEST_PAGE, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type TableRow = Row<'/api/metrics/indicator-table'>;

interface What {
  indicator: string;
  level: TableRow['kind'];
  cycle: string | null;
}

const asked = ({ indicator, level, cycle }: What) => ({ indicator, level, ...(cycle ? { cycle } : {}) });

/** One indicator over all units of a level, paged. */
export const indicatorTablePage =
  (what: What) =>
  (query: TableQuery): PageRead<TableRow> => ({
    queryKey: ['metrics', 'indicator-table', what, query],
    queryFn: () =>
      read(client.GET('/api/metrics/indicator-table', { params: { query: { ...query, ...asked(what) } } })),
  });

/** One indicator over all grids, for the map. */
export const indicatorOfGrids = (indicator: string, cycle: string | null) =>
  queryOptions({
    queryKey: ['metrics', 'indicator-table', 'grids', indicator, cycle],
    queryFn: async () => {
      const query = { ...asked({ indicator, level: 'grid', cycle }), limit: LARGEST_PAGE };
      return (await read(client.GET('/api/metrics/indicator-table', { params: { query } }))).items;
    },
  });
