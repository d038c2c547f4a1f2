import { LEADERS, SELLERS } from '@gridloop/api';
import type { StageScreens } from '@gridloop/ui';

/** Work orders: who does what on which day, and what came of it. */
export const dispatch: StageScreens = {
  name: 'dispatch',
  roles: [...LEADERS, 'auditor', ...SELLERS],
  routes: [
    { index: true, lazy: () => import('./OrdersScreen') },
    { path: 'orders/:id', lazy: () => import('./OrderScreen') },
  ],
};
