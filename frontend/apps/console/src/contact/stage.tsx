import type { StageScreens } from '@gridloop/ui';

import { ContactTabs, PolicyFirst } from './ContactTabs';

/** The contact policy (how often, when, and whom we leave alone), and the competitors that a seller may name. */
export const contact: StageScreens = {
  name: 'contact',
  roles: ['executive', 'planner', 'branch_manager', 'grid_manager', 'auditor', 'administrator'],
  routes: [
    {
      element: <ContactTabs />,
      children: [
        { element: <PolicyFirst />, children: [{ index: true, lazy: () => import('./PolicyScreen') }] },
        { path: 'competitors', lazy: () => import('./CompetitorsScreen') },
      ],
    },
  ],
};
