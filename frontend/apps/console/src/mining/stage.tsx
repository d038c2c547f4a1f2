import type { StageScreens } from '@gridloop/ui';

/** Models, why they are trusted, and whom they point at. */
export const mining: StageScreens = {
  name: 'mining',
  roles: ['executive', 'planner', 'data_steward', 'branch_manager', 'grid_manager', 'auditor'],
  routes: [
    { index: true, lazy: () => import('./ModelsScreen') },
    { path: 'models/:name', lazy: () => import('./ModelScreen') },
    { path: 'models/:name/customers', lazy: () => import('./ScoresScreen') },
  ],
};
