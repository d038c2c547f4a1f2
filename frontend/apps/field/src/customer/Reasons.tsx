import { useWords } from '@gridloop/i18n';

import { useBoth } from '../parts/both';
import { Panel } from '../parts/Panel';
import type { Reason } from '../store';
import style from './Reasons.module.css';

const AT_MOST = 3;

/** Why this customer. */
export function Reasons({ reasons }: { reasons: Reason[] }) {
  const t = useWords('customer');
  const both = useBoth();
  if (reasons.length === 0) return null;
  return (
    <Panel title={t('why')}>
      <ol className={style.reasons}>
        {reasons.slice(0, AT_MOST).map((reason) => (
          <li key={reason.code}>{both(reason)}</li>
        ))}
      </ol>
    </Panel>
  );
}
