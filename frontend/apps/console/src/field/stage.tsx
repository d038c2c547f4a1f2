import type { StageScreens } from '@gridloop/ui';

/** The phones of the people in the field. Their address is not the stage's name: that is where the phone app is. */
export const field: StageScreens = {
  name: 'phones',
  roles: ['administrator', 'branch_manager', 'grid_manager'],
  routes: [{ index: true, lazy: () => import('./PhonesScreen') }],
};
