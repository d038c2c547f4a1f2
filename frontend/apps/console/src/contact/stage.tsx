import type { StageScreens } from '@gridloop/ui';

/** The contact policy: how often, when, and whom we leave alone. */
export const contact: StageScreens = {
  name: 'contact',
  roles: ['executive', 'planner', 'branch_manager', 'grid_manager', 'auditor'],
  routes: [{ index: true, lazy: () => import('./PolicyScreen') }],
};
