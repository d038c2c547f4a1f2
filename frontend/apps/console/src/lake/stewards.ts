import type { Role } from '@gridloop/api';

/** Roles that may hand in files and mend rows. */
export const STEWARDS: readonly Role[] = ['data_steward', 'administrator'];
