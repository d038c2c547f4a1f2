import { client, LARGEST_PAGE, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type Market = Answer<'/api/metrics/market'>;
export type MarketArea = Row<'/api/metrics/market-areas'>;
export type Operator = Market['operators'][number];

/** The shares that the screen can be about. */
export const SHARES = ['users', 'revenue', 'new_users'] as const;
export type Share = (typeof SHARES)[number];

/** Every operator's shares of a unit's market; without names: the reader's own unit, the latest month. */
export const market = (orgCode?: string, cycle?: string) =>
  queryOptions({
    queryKey: ['metrics', 'market', orgCode, cycle],
    queryFn: () =>
      read(
        client.GET('/api/metrics/market', {
          params: { query: { ...(orgCode ? { org_code: orgCode } : {}), ...(cycle ? { cycle } : {}) } },
        }),
      ),
  });

export interface Areas {
  cycle: string;
  org_code: string;
  operator: string;
  level: MarketArea['kind'];
}

/** The areas of a level below a unit with an operator's position, paged. */
export const marketAreasPage =
  (asked: Areas) =>
  (query: TableQuery): PageRead<MarketArea> => ({
    queryKey: ['metrics', 'market-areas', asked, query],
    queryFn: () => read(client.GET('/api/metrics/market-areas', { params: { query: { ...query, ...asked } } })),
  });

/** All grids below a unit, for the map. */
export const marketOfGrids = (asked: Areas) =>
  queryOptions({
    queryKey: ['metrics', 'market-areas', 'grids', asked],
    queryFn: async () =>
      (
        await read(
          client.GET('/api/metrics/market-areas', {
            params: { query: { ...asked, level: 'grid', limit: LARGEST_PAGE } },
          }),
        )
      ).items,
  });
