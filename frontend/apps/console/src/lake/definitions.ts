import { client, LARGEST_PAGE, read, type Row } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

export type Indicator = Row<'/api/metrics/indicators'>;
export type Tag = Row<'/api/metrics/tags'>;

/** Where the values of indicators and tags stand: the dataset from which they are traced back. */
export const STANDS_IN = { indicator: 'indicator_value', tag: 'customer_tag' } as const;

export const indicatorLibrary = queryOptions({
  queryKey: ['lake', 'definitions', 'indicators'],
  queryFn: async () =>
    (await read(client.GET('/api/metrics/indicators', { params: { query: { limit: LARGEST_PAGE } } }))).items,
  staleTime: 600_000,
});

export const tagLibrary = queryOptions({
  queryKey: ['lake', 'definitions', 'tags'],
  queryFn: async () =>
    (await read(client.GET('/api/metrics/tags', { params: { query: { limit: LARGEST_PAGE } } }))).items,
  staleTime: 600_000,
});

/** The dataset that the address asks to trace, empty for none: an indicator and a tag stand in one of their own. */
export const tracedDataset = (address: URLSearchParams): string =>
  address.has('indicator') ? STANDS_IN.indicator : address.has('tag') ? STANDS_IN.tag : (address.get('of') ?? '');
