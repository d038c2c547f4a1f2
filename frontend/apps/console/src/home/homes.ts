import { client, read, type Answer } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

export type ExecutiveHome = Answer<'/api/monitor/home/executive'>;
export type PlannerHome = Answer<'/api/monitor/home/planner'>;
export type GridHome = Answer<'/api/monitor/home/grid'>;
export type Health = Answer<'/api/monitor/home/health'>;
export type HomeFigure = ExecutiveHome['figures'][number];
export type FunnelRow = ExecutiveHome['funnel'];
export type CampaignCard = PlannerHome['campaigns'][number];

/** Live numbers are read again by themselves. */
const LIVE = 30_000;

export const executiveHome = queryOptions({
  queryKey: ['monitor', 'home', 'executive'],
  queryFn: () => read(client.GET('/api/monitor/home/executive')),
  refetchInterval: LIVE,
});

export const plannerHome = queryOptions({
  queryKey: ['monitor', 'home', 'planner'],
  queryFn: () => read(client.GET('/api/monitor/home/planner')),
  refetchInterval: LIVE,
});

export const gridHome = queryOptions({
  queryKey: ['monitor', 'home', 'grid'],
  queryFn: () => read(client.GET('/api/monitor/home/grid')),
  refetchInterval: LIVE,
});

export const health = queryOptions({
  queryKey: ['monitor', 'home', 'health'],
  queryFn: () => read(client.GET('/api/monitor/home/health')),
  refetchInterval: LIVE,
});
