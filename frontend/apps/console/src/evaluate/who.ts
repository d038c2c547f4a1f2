import type { Role } from '@gridloop/api';

type Roles = readonly Role[];

/** Who records what became of a check, and draws samples. */
export const AUDITORS: Roles = ['auditor'];
/** Who closes a cycle. */
export const CLOSERS: Roles = ['planner', 'executive'];
/** Who answers an appeal. */
export const DECIDERS: Roles = ['branch_manager', 'executive'];
