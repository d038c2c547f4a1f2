import { client, read, type Answer, type Role } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

type PlannerHome = Answer<'/api/monitor/home/planner'>;
/** How one campaign stands: what it needs from somebody, its pace, what it has spent. */
export type Standing = PlannerHome['campaigns'][number];

/** True when this role is the one that can act now: a plan handed in waits for whoever decides, all else for planners. */
export function waitsFor(role: Role, { state }: Standing): boolean {
  if (role === 'branch_manager') return true;
  return role === 'executive' ? ['submitted', 'approved'].includes(state) : state !== 'submitted';
}

const LIVE = 30_000;

/** All campaigns that are not over, those that need somebody first. */
export const standings = queryOptions({
  queryKey: ['monitor', 'home', 'planner'],
  queryFn: () => read(client.GET('/api/monitor/home/planner')),
  refetchInterval: LIVE,
});
