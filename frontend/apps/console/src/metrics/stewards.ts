import type { Role } from '@gridloop/api';
import type { Tone } from '@gridloop/ui';

import type { Tag } from './tags';

/** The departments that answer for definitions. */
export const STEWARDS: readonly Tag['owner'][] = ['finance', 'marketing', 'retention', 'network', 'service'];
export const STATES: readonly Tag['state'][] = ['draft', 'published', 'retired'];
export const TONE_OF_STATE: Record<Tag['state'], Tone> = { draft: 'idle', published: 'done', retired: 'attention' };
/** Who may define tags and indicators of the operator's own. */
export const DEFINERS: readonly Role[] = ['planner', 'data_steward'];
/** Who may set manual tags. */
export const MARKERS: readonly Role[] = [
  'planner',
  'branch_manager',
  'grid_manager',
  'community_manager',
  'account_manager',
];
