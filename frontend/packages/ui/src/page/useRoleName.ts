import type { Role } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';

/** Names the roles for the reader. */
export function useRoleName(): (role: Role) => string {
  const t = useWords('ui');
  return (role) => t(`role.${role}`);
}
