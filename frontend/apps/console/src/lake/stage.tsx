import type { StageScreens } from '@gridloop/ui';

import { LakeTabs } from './LakeTabs';

/** What arrives, what of it was refused, and what it becomes. */
export const lake: StageScreens = {
  name: 'lake',
  roles: ['data_steward', 'administrator', 'planner'],
  routes: [
    {
      element: <LakeTabs />,
      children: [
        { index: true, lazy: () => import('./FeedsScreen') },
        { path: 'feeds/:feed', lazy: () => import('./FeedScreen') },
        { path: 'feeds/:feed/contract', lazy: () => import('./ContractScreen') },
        { path: 'contracts/new', lazy: () => import('./NewContractScreen') },
        { path: 'batches', lazy: () => import('./BatchesScreen') },
        { path: 'batches/:id', lazy: () => import('./BatchScreen') },
        { path: 'quarantine', lazy: () => import('./QuarantineScreen') },
        { path: 'pulls/new', lazy: () => import('./PullSetupScreen') },
        { path: 'pulls/:feed', lazy: () => import('./PullSetupScreen') },
        { path: 'pulls', lazy: () => import('./PullsScreen') },
        { path: 'datasets', lazy: () => import('./DatasetsScreen') },
        { path: 'datasets/:name', lazy: () => import('./DatasetScreen') },
        { path: 'lineage', lazy: () => import('./LineageScreen') },
      ],
    },
  ],
};
