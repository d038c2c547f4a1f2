import { client, read, type Answer, type Row } from '@gridloop/api';
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
