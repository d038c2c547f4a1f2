import type { Role } from './session';

/** Who leads a unit or plans for it. */
export const LEADERS: readonly Role[] = ['executive', 'planner', 'branch_manager', 'grid_manager'];

/** Who may begin a campaign. */
export const PLANNERS: readonly Role[] = ['planner', 'branch_manager', 'grid_manager'];

/** Who works with customers himself. */
export const SELLERS: readonly Role[] = ['community_manager', 'account_manager', 'hall_clerk', 'call_agent', 'partner'];
