import { useMe, type Role } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { Link } from 'react-router';

/** Who may look behind a number, at the files that it came from. */
const TRACERS: readonly Role[] = ['data_steward', 'planner', 'administrator'];

/** From a number on the screen to the files, batches and contracts behind it. */
export function TraceLink({ kind, code }: { kind: 'indicator' | 'tag'; code: string }) {
  const t = useWords('metrics');
  if (!TRACERS.includes(useMe().role)) return null;
  return <Link to={`/lake/lineage?${kind}=${code}`}>{t('trace')}</Link>;
}
