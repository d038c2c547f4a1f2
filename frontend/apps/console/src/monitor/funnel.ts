import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type Funnel = Answer<'/api/monitor/funnel'>;
export type FunnelRow = Row<'/api/monitor/funnel'>;

export const LEVELS = ['company', 'branch', 'grid', 'manager', 'campaign'] as const;
export type Level = (typeof LEVELS)[number];

export interface FunnelWish {
  by: Level;
  org_code?: string;
  campaign_code?: string;
  cycle?: string;
}

/** The campaign and the cycle of a wish, which stay while one goes from level to level. */
export function withinCampaign({ campaign_code, cycle }: FunnelWish): Record<string, string> {
  return { ...(campaign_code ? { campaign_code } : {}), ...(cycle ? { cycle } : {}) };
}

/** What narrows the list of orders to a wish. */
export function ordersOf(wish: FunnelWish): Record<string, string> {
  const kept = withinCampaign(wish);
  return wish.org_code ? { ...kept, org_code: wish.org_code } : kept;
}

const FRESH_EVERY = 15_000;

export const funnelPage =
  (wish: FunnelWish) =>
  (query: TableQuery): PageRead<FunnelRow> => ({
    queryKey: ['monitor', 'funnel', wish, query],
    queryFn: () => read(client.GET('/api/monitor/funnel', { params: { query: { ...query, ...wish } } })),
  });

/** The sum over everything the wish covers, asked anew every few seconds. */
export const wholeFunnel = (wish: FunnelWish) =>
  queryOptions({
    queryKey: ['monitor', 'funnel', 'whole', wish],
    queryFn: () => read(client.GET('/api/monitor/funnel', { params: { query: { ...wish, limit: 1 } } })),
    refetchInterval: FRESH_EVERY,
  });
