import type { StageScreens } from '@gridloop/ui';

/** Campaign planning: which campaigns there are, one page from objective to launch, and who is in them and why. */
export const campaign: StageScreens = {
  name: 'campaign',
  roles: ['executive', 'planner', 'branch_manager', 'grid_manager', 'auditor'],
  routes: [
    { index: true, lazy: () => import('./CampaignsScreen') },
    { path: 'plan', lazy: () => import('./PlanScreen') },
    { path: 'campaigns/:code', lazy: () => import('./CampaignScreen') },
    { path: 'campaigns/:code/plan', lazy: () => import('./PlanScreen') },
  ],
};
