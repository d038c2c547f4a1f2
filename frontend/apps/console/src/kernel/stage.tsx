import type { StageScreens } from '@gridloop/ui';

import { AdministrationTabs, FirstTab } from './AdministrationTabs';

/** Accounts, org tree, jobs and the audit trail. */
export const kernel: StageScreens = {
  name: 'kernel',
  roles: ['administrator', 'auditor', 'data_steward', 'planner'],
  routes: [
    {
      element: <AdministrationTabs />,
      children: [
        { index: true, element: <FirstTab /> },
        { path: 'jobs', lazy: () => import('./JobsScreen') },
        { path: 'accounts', lazy: () => import('./AccountsScreen') },
        { path: 'org', lazy: () => import('./OrgScreen') },
        { path: 'audit', lazy: () => import('./AuditScreen') },
      ],
    },
  ],
};
