import { ApiProblem, client, read, type Answer } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

import type { Indicator } from './indicators';

export type Dashboard = Answer<'/api/metrics/dashboard'>;
export type Domain = Indicator['domain'];
export type UnitFigures = Dashboard['unit'];
export type FigureOf = UnitFigures['figures'][number];

/** A unit's figures and those of the units below it; without names: the reader's own unit, the latest month. */
export const dashboard = (orgCode?: string, cycle?: string, domain?: Domain) =>
  queryOptions({
    queryKey: ['metrics', 'dashboard', orgCode, cycle, domain],
    queryFn: () =>
      read(
        client.GET('/api/metrics/dashboard', {
          params: {
            query: {
              ...(orgCode ? { org_code: orgCode } : {}),
              ...(cycle ? { cycle } : {}),
              ...(domain ? { domain } : {}),
            },
          },
        }),
      ),
  });

export const series = (indicator: string, orgCode: string) =>
  queryOptions({
    queryKey: ['metrics', 'series', indicator, orgCode],
    queryFn: () => read(client.GET('/api/metrics/series', { params: { query: { indicator, org_code: orgCode } } })),
  });

/** The unit asked for is not among the reader's. */
export const isOutOfScope = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404;
