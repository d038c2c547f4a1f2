import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type PersonPoints = Row<'/api/evaluate/points'>;
export type Component = PersonPoints['components'][number];
export type Rule = Component['rule'];
export type Scheme = Answer<'/api/evaluate/schemes'>[number];

/** The rules that give points. */
export const EARNING_RULES = [
  'revenue',
  'development',
  'net_adds',
  'success',
  'truth',
] as const satisfies readonly Rule[];

export const pointsPage =
  (cycle: string) =>
  (query: TableQuery): PageRead<PersonPoints> => ({
    queryKey: ['evaluate', 'points', cycle, query],
    queryFn: () => read(client.GET('/api/evaluate/points', { params: { query: { ...query, cycle } } })),
  });

export const pointsOf = (person: string, cycle: string) =>
  queryOptions({
    queryKey: ['evaluate', 'points', 'person', person, cycle],
    queryFn: () =>
      read(
        client.GET('/api/evaluate/points/{person_code}', {
          params: { path: { person_code: person }, query: { cycle } },
        }),
      ),
  });

/** All versions of the points scheme, the newest first. */
export const schemes = queryOptions({
  queryKey: ['evaluate', 'schemes'],
  queryFn: () => read(client.GET('/api/evaluate/schemes')),
});
