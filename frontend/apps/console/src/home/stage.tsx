import { ROLES } from '@gridloop/api';
import type { StageScreens } from '@gridloop/ui';

/** What each role asks first, answered. */
export const home: StageScreens = {
  name: 'home',
  roles: ROLES,
  routes: [{ index: true, lazy: () => import('./HomeScreen') }],
};
