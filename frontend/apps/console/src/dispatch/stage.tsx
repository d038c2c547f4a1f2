import type { StageScreens } from '@gridloop/ui';

/** Work orders: who does what on which day, and what came of it. */
export const dispatch: StageScreens = {
  name: 'dispatch',
  roles: [
    'executive',
    'planner',
    'branch_manager',
    'grid_manager',
    'auditor',
    'account_manager',
    'hall_clerk',
    'call_agent',
    'partner',
  ],
  routes: [
    { index: true, lazy: () => import('./OrdersScreen') },
    { path: 'orders/:id', lazy: () => import('./OrderScreen') },
  ],
};
