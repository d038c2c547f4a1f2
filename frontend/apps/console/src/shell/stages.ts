import type { StageScreens } from '@gridloop/ui';

import { catalog } from '../catalog/stage';
import { home } from '../home/stage';
import { kernel } from '../kernel/stage';
import { lake } from '../lake/stage';
import { metrics } from '../metrics/stage';
import { mining } from '../mining/stage';
import { territory } from '../territory/stage';

/** The stages in the order of the loop; this is the navigation. A new stage folder gets one line here. */
export const stages: readonly StageScreens[] = [home, lake, metrics, territory, catalog, mining, kernel];
