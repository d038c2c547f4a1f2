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
        { path: 'indicators/new', lazy: () => import('./IndicatorEditorScreen') },
        { path: 'indicators/:code/edit', lazy: () => import('./IndicatorEditorScreen') },
        { path: 'tags', lazy: () => import('./TagsScreen') },
        { path: 'tags/new', lazy: () => import('./TagEditorScreen') },
        { path: 'tags/:code', lazy: () => import('./TagScreen') },
        { path: 'tags/:code/edit', lazy: () => import('./TagEditorScreen') },
        { path: 'grids', lazy: () => import('./GridsScreen') },
        { path: 'market', lazy: () => import('./MarketScreen') },
        { path: 'alerts', lazy: () => import('./AlertsScreen') },
        { path: 'benchmark', lazy: () => import('./BenchmarkScreen') },
        { path: 'goals', lazy: () => import('./GoalsScreen') },
      ],
    },
  ],
};
