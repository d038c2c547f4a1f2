import { client, read, type Answer, type Row, type components } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

export type CampaignLine = Row<'/api/campaign/campaigns'>;
export type Campaign = Answer<'/api/campaign/campaigns/{code}'>;
export type CampaignState = Campaign['state'];
export type Forecast = components['schemas']['ForecastOut'];
export type PlanBody = components['schemas']['CampaignBody'];

/** What may be done with a campaign after it was handed in, each with a note. */
export type NotedVerb = 'approve' | 'reject' | 'pause' | 'resume' | 'close';

export const STATES = ['draft', 'submitted', 'rejected', 'approved', 'launched', 'paused', 'ended', 'closed'] as const;
export const OBJECTIVES = ['retain', 'renew', 'upsell', 'acquire'] as const;
export const DIRECTIONS = ['top_down', 'bottom_up'] as const;

const WHILE_LAUNCHING = 1_500;
const MOST_CAMPAIGNS = 500;
/** What is read of campaigns and differs after one was changed. */
const CHANGING = ['campaigns', 'campaign', 'targets', 'verdicts', 'why-not'];

export const campaignsPage = (query: TableQuery): PageRead<CampaignLine> => ({
  queryKey: ['campaign', 'campaigns', query],
  queryFn: () => read(client.GET('/api/campaign/campaigns', { params: { query } })),
});

/** The campaigns whose targets can be left out of another one. */
export const launchedCampaigns = queryOptions({
  queryKey: ['campaign', 'campaigns', 'launched'],
  queryFn: async () => {
    const page = await read(client.GET('/api/campaign/campaigns', { params: { query: { limit: MOST_CAMPAIGNS } } }));
    return page.items.filter((one) => one.launched_at !== null);
  },
});

export const campaignDetail = (code: string) =>
  queryOptions({
    queryKey: ['campaign', 'campaign', code],
    queryFn: () => read(client.GET('/api/campaign/campaigns/{code}', { params: { path: { code } } })),
    refetchInterval: ({ state }) => (state.data && isLaunching(state.data) ? WHILE_LAUNCHING : false),
  });

/** A launch is under way and the campaign is not running yet. */
export function isLaunching({ state, launch_job }: Campaign): boolean {
  return state === 'approved' && launch_job !== null && ['queued', 'running'].includes(launch_job.state);
}

/** Saves a draft, or the changes of one; gives the code. */
export function useSavePlan(code: string | undefined) {
  const changed = useChanged();
  return useMutation({
    mutationFn: (body: PlanBody) =>
      code
        ? read(client.PATCH('/api/campaign/campaigns/{code}', { params: { path: { code } }, body }))
        : read(client.POST('/api/campaign/campaigns', { body })),
    onSuccess: changed,
  });
}

/** Foretells a saved plan anew and keeps it with the campaign. */
export function usePrepareForecast(code: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: () => read(client.POST('/api/campaign/campaigns/{code}/forecast', { params: { path: { code } } })),
    onSuccess: changed,
  });
}

/** Hands a saved plan in, its newest forecast with it. */
export function useSubmitPlan() {
  const changed = useChanged();
  return useMutation({
    mutationFn: async (code: string) => {
      const params = { path: { code } };
      await read(client.POST('/api/campaign/campaigns/{code}/forecast', { params }));
      return read(client.POST('/api/campaign/campaigns/{code}/submit', { params }));
    },
    onSuccess: changed,
  });
}

/** Approves, sends back, pauses, resumes or closes. */
export function useNotedVerb(code: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: ({ verb, note }: { verb: NotedVerb; note: string }) =>
      read(
        client.POST(`/api/campaign/campaigns/{code}/${verb}` as '/api/campaign/campaigns/{code}/approve', {
          params: { path: { code } },
          body: { note },
        }),
      ),
    onSuccess: changed,
  });
}

export function useLaunch(code: string) {
  const changed = useChanged();
  return useMutation({
    mutationFn: () => read(client.POST('/api/campaign/campaigns/{code}/launch', { params: { path: { code } } })),
    onSuccess: changed,
  });
}

/** Every number that depends on campaigns is read anew: also the homes. */
function useChanged(): () => Promise<void> {
  const cache = useQueryClient();
  return async () => {
    await Promise.all([
      ...CHANGING.map((name) => cache.invalidateQueries({ queryKey: ['campaign', name] })),
      cache.invalidateQueries({ queryKey: ['monitor', 'home'] }),
    ]);
  };
}
