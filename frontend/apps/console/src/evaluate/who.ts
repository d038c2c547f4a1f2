import type { Role } from '@gridloop/api';

type Roles = readonly Role[];

/** Who works with customers, and so sees his own points alone. */
export const SELLERS: Roles = ['community_manager', 'account_manager', 'hall_clerk', 'call_agent', 'partner'];
/** Who records what became of a check, and draws samples. */
export const AUDITORS: Roles = ['auditor'];
/** Who closes a cycle. */
export const CLOSERS: Roles = ['planner', 'executive'];
/** Who answers an appeal. */
export const DECIDERS: Roles = ['branch_manager', 'executive'];
