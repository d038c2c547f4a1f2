import type { StageScreens } from '@gridloop/ui';

import { MetricsTabs } from './MetricsTabs';

/** Indicators and tags. */
export const metrics: StageScreens = {
  name: 'metrics',
  roles: ['executive', 'planner', 'data_steward', 'branch_manager', 'grid_manager', 'auditor'],
  routes: [
    {
      element: <MetricsTabs />,
      children: [
        { index: true, lazy: () => import('./DashboardScreen') },
        { path: 'indicators', lazy: () => import('./IndicatorsScreen') },
        { path: 'tags', lazy: () => import('./TagsScreen') },
        { path: 'goals', lazy: () => import('./GoalsScreen') },
      ],
    },
  ],
};
