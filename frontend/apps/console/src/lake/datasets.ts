import { client, LARGEST_PAGE, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type Dataset = Row<'/api/lake/datasets'>;
export type DatasetDetail = Answer<'/api/lake/datasets/{name}'>;
export type DatasetVersion = Row<'/api/lake/datasets/{name}/versions'>;
export type Lineage = Answer<'/api/lake/lineage'>;

export const datasetsPage = (query: TableQuery): PageRead<Dataset> => ({
  queryKey: ['lake', 'datasets', query],
  queryFn: () => read(client.GET('/api/lake/datasets', { params: { query } })),
});

export const datasetNamed = (name: string) =>
  queryOptions({
    queryKey: ['lake', 'datasets', name],
    queryFn: () => read(client.GET('/api/lake/datasets/{name}', { params: { path: { name } } })),
  });

export const versionsPage =
  (name: string) =>
  (query: TableQuery): PageRead<DatasetVersion> => ({
    queryKey: ['lake', 'versions', name, query],
    queryFn: () => read(client.GET('/api/lake/datasets/{name}/versions', { params: { path: { name }, query } })),
  });

export type StaleMonth = Row<'/api/lake/stale'>;

export const stalePage = (query: TableQuery): PageRead<StaleMonth> => ({
  queryKey: ['lake', 'stale', query],
  queryFn: () => read(client.GET('/api/lake/stale', { params: { query } })),
});

export const lineage = queryOptions({
  queryKey: ['lake', 'lineage'],
  queryFn: () => read(client.GET('/api/lake/lineage')),
});

export type Trace = Answer<'/api/lake/datasets/{name}/trace'>;

/** One step back from a version of a dataset (the current one without a number). */
export const traceOf = (name: string, version?: number) =>
  queryOptions({
    queryKey: ['lake', 'trace', name, version],
    queryFn: () =>
      read(
        client.GET('/api/lake/datasets/{name}/trace', {
          params: { path: { name }, query: version === undefined ? {} : { version } },
        }),
      ),
  });

/** The datasets that files can become, as a choice. */
export const fedDatasets = queryOptions({
  queryKey: ['lake', 'datasets', 'fed'],
  queryFn: async () => {
    const [all, flow] = await Promise.all([
      read(client.GET('/api/lake/datasets', { params: { query: { limit: LARGEST_PAGE } } })),
      read(client.GET('/api/lake/lineage')),
    ]);
    const fed = new Set(flow.edges.filter((edge) => edge.kind === 'feed').map((edge) => edge.target));
    return all.items.filter((one) => fed.has(one.name)).map((one) => ({ ...one, value: one.name }));
  },
});
