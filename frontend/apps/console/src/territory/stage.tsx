import type { StageScreens } from '@gridloop/ui';

import { TerritoryTabs } from './TerritoryTabs';

/** Grids, places, and who owns which customer. */
export const territory: StageScreens = {
  name: 'territory',
  roles: ['executive', 'planner', 'data_steward', 'branch_manager', 'grid_manager', 'auditor', 'administrator'],
  routes: [
    {
      element: <TerritoryTabs />,
      children: [
        { index: true, lazy: () => import('./GridsScreen') },
        { path: 'places', lazy: () => import('./PlacesScreen') },
        { path: 'customers', lazy: () => import('./CustomersScreen') },
        { path: 'check', lazy: () => import('./CheckScreen') },
        { path: 'overrides', lazy: () => import('./OverridesScreen') },
      ],
    },
  ],
};
