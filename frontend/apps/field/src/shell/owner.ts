import type { Role, Session } from '@gridloop/api';

import type { Owner } from '../store';

/** Who may carry orders on a phone. */
const FIELD_ROLES: Role[] = ['community_manager', 'account_manager', 'hall_clerk', 'call_agent', 'partner', 'grid_manager'];

export function worksInTheField(session: Session): boolean {
  return session.role !== null && FIELD_ROLES.includes(session.role);
}

export function ownerOf(session: Session): Owner {
  return {
    username: session.username,
    name: session.name,
    orgName: { zh: session.org_name_zh, en: session.org_name_en },
    timeZone: session.time_zone,
    currency: session.currency,
    simulation: session.simulation,
  };
}
