import type { Role } from '@gridloop/api';

/** Where the phone app is served. */
export const FIELD_APP = '/field/';

/** Roles whose home is the phone app. */
export function worksInTheField(role: Role): boolean {
  return role === 'community_manager';
}
