import type { Role } from '@gridloop/api';

/** Roles that may move a customer to somebody else and decide such a request. */
export const DECIDERS: readonly Role[] = ['grid_manager', 'branch_manager', 'planner'];
