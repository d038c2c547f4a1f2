import type { StageScreens } from '@gridloop/ui';

/** What the operator sells, and who may hold it. */
export const catalog: StageScreens = {
  name: 'catalog',
  roles: ['executive', 'planner', 'branch_manager', 'grid_manager', 'hall_clerk', 'call_agent', 'account_manager'],
  routes: [
    { index: true, lazy: () => import('./OffersScreen') },
    { path: 'offers/:code', lazy: () => import('./OfferScreen') },
  ],
};
