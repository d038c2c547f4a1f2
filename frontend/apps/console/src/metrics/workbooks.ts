import { addressWith, type TableQuery } from '@gridloop/ui';

type Asked = Record<string, string | number | null | undefined>;

/** Where the server writes a table as it is seen: what was asked for, in its order, without pages. */
export const workbookOf =
  (
    table: 'indicator-table' | 'grid-table' | 'split-table' | 'market-areas' | 'indicators' | 'tags' | 'alerts',
    asked: Asked = {},
  ) =>
  (query: TableQuery): string =>
    addressWith(`/api/metrics/${table}.xlsx`, { ...query, ...asked, offset: null, limit: null });

/** Where the server writes the figures of a unit. */
export const figuresWorkbook = (screen: 'dashboard' | 'benchmark', asked: Asked): string =>
  addressWith(`/api/metrics/${screen}.xlsx`, asked);
