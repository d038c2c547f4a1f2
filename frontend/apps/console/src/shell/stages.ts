import type { StageScreens } from '@gridloop/ui';

import { campaign } from '../campaign/stage';
import { catalog } from '../catalog/stage';
import { contact } from '../contact/stage';
import { dispatch } from '../dispatch/stage';
import { evaluate } from '../evaluate/stage';
import { field } from '../field/stage';
import { home } from '../home/stage';
import { kernel } from '../kernel/stage';
import { lake } from '../lake/stage';
import { metrics } from '../metrics/stage';
import { mining } from '../mining/stage';
import { monitor } from '../monitor/stage';
import { territory } from '../territory/stage';

/** The stages in the order of the loop; this is the navigation. A new stage folder gets one line here. */
export const stages: readonly StageScreens[] = [
  home,
  lake,
  metrics,
  territory,
  catalog,
  contact,
  mining,
  campaign,
  dispatch,
  field,
  monitor,
  evaluate,
  kernel,
];
