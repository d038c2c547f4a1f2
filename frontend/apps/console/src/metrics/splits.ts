import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

import type { TableRow } from './indicator-table';

export type Dimension = Answer<'/api/metrics/dimensions'>[number];
export type SplitSeries = Answer<'/api/metrics/split-series'>;
export type SplitRow = Row<'/api/metrics/split-table'>;

export const dimensions = queryOptions({
  queryKey: ['metrics', 'dimensions'],
  queryFn: () => read(client.GET('/api/metrics/dimensions')),
  staleTime: 600_000,
});

/** An indicator of a unit by the members of a dimension, month by month. */
export const splitSeries = (indicator: string, dimension: string, orgCode: string) =>
  queryOptions({
    queryKey: ['metrics', 'split-series', indicator, dimension, orgCode],
    queryFn: () =>
      read(client.GET('/api/metrics/split-series', { params: { query: { indicator, dimension, org_code: orgCode } } })),
  });

export interface Split {
  indicator: string;
  dimension: string;
  level: TableRow['kind'];
  cycle: string;
  org_code: string;
}

/** The units of a level with an indicator by member. */
export const splitPage =
  (split: Split) =>
  (query: TableQuery): PageRead<SplitRow> => ({
    queryKey: ['metrics', 'split-table', split, query],
    queryFn: () => read(client.GET('/api/metrics/split-table', { params: { query: { ...query, ...split } } })),
  });

/** Dimensions that every indicator has and that are chosen elsewhere. */
export const NOT_A_SPLIT = ['org_unit', 'month'];
