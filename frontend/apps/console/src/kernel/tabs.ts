import type { Role } from '@gridloop/api';

interface Tab {
  path: 'jobs' | 'accounts' | 'org' | 'audit';
  roles: readonly Role[];
}

/** The screens of administration, and the roles that the server answers on them. */
export const tabs: readonly Tab[] = [
  { path: 'jobs', roles: ['administrator', 'data_steward', 'planner'] },
  { path: 'accounts', roles: ['administrator'] },
  { path: 'org', roles: ['administrator', 'auditor', 'data_steward', 'planner'] },
  { path: 'audit', roles: ['administrator', 'auditor'] },
];

export function tabsOf(role: Role): readonly Tab[] {
  return tabs.filter((tab) => tab.roles.includes(role));
}
