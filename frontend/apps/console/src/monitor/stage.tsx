import { LEADERS, SELLERS } from '@gridloop/api';
import type { StageScreens } from '@gridloop/ui';

import { MonitorTabs } from './MonitorTabs';

/** Live control and the whole view of a customer, a grid or a place. */
export const monitor: StageScreens = {
  name: 'monitor',
  roles: [...LEADERS, 'data_steward', 'auditor', ...SELLERS],
  routes: [
    {
      element: <MonitorTabs />,
      children: [
        { index: true, lazy: () => import('./FunnelScreen') },
        { path: 'help', lazy: () => import('./HelpScreen') },
        { path: 'waiting', lazy: () => import('./WaitingScreen') },
        { path: 'customers', lazy: () => import('./CustomersScreen') },
        { path: 'customers/:id', lazy: () => import('./CustomerScreen') },
        { path: 'grids/:code', lazy: () => import('./GridScreen') },
        { path: 'places/:code', lazy: () => import('./PlaceScreen') },
      ],
    },
  ],
};
