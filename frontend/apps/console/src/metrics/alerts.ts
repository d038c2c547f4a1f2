import { client, read, type Answer, type Row } from '@gridloop/api';
import { addressWith, type PageRead, type TableQuery } from '@gridloop/ui';
import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';

import type { Domain } from './dashboard';

export type Alert = Row<'/api/metrics/alerts'>;
export type AlertRule = Answer<'/api/metrics/alert-rules'>[number];
export type Benchmark = Answer<'/api/metrics/benchmark'>[number];

/** Where the customers behind an alert are listed: those in service, whom a plan for them would reach. */
export const customersConcerned = (alert: Pick<Alert, 'people' | 'org_code'>): string =>
  addressWith('/monitor/customers', { tag: alert.people, grid_code: alert.org_code, in_service: 'true' });

export const alertsPage = (query: TableQuery): PageRead<Alert> => ({
  queryKey: ['metrics', 'alerts', query],
  queryFn: () => read(client.GET('/api/metrics/alerts', { params: { query } })),
});

export const alertRules = queryOptions({
  queryKey: ['metrics', 'alert-rules'],
  queryFn: () => read(client.GET('/api/metrics/alert-rules')),
});

/** A unit's indicators beside those of comparable units. */
export const benchmark = (orgCode: string, cycle: string, domain?: Domain) =>
  queryOptions({
    queryKey: ['metrics', 'benchmark', orgCode, cycle, domain],
    queryFn: () =>
      read(
        client.GET('/api/metrics/benchmark', {
          params: { query: { org_code: orgCode, cycle, ...(domain ? { domain } : {}) } },
        }),
      ),
  });

/** A rule that changed has the newest month looked at anew: its alerts change with it. */
const heard = (cache: QueryClient) =>
  Promise.all(
    ['alert-rules', 'alerts'].map((resource) => cache.invalidateQueries({ queryKey: ['metrics', resource] })),
  );

export function useSilence() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: number; reason: string; cycles: number }) =>
      read(client.POST('/api/metrics/alerts/{alert_id}/silence', { params: { path: { alert_id: id } }, body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['metrics', 'alerts'] }),
  });
}

/** Opens a silenced alert again. */
export function useWake() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      read(client.POST('/api/metrics/alerts/{alert_id}/wake', { params: { path: { alert_id: id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['metrics', 'alerts'] }),
  });
}

/** Has an indicator watched in every grid. */
export function useWatch() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Pick<AlertRule, 'indicator' | 'kind' | 'limit'>) =>
      read(client.POST('/api/metrics/alert-rules', { body })),
    onSuccess: () => heard(cache),
  });
}

export function useTune() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ code, limit, active }: Pick<AlertRule, 'code' | 'limit' | 'active'>) =>
      read(client.PUT('/api/metrics/alert-rules/{code}', { params: { path: { code } }, body: { limit, active } })),
    onSuccess: () => heard(cache),
  });
}
