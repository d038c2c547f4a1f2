import { SELLERS, useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { State } from '@gridloop/ui';
import { Link } from 'react-router';

import type { Cycle } from '../cycles';
import style from './Points.module.css';

/** Where that which is open can be settled. */
const SETTLED_AT: Record<string, string> = {
  open_checks: '/evaluate/truth',
  open_appeals: '/evaluate/appeals?state=open',
};

/** What a close waits for, and what merely stays open behind it. */
export function WaitingFor({ cycle }: { cycle: Cycle }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const own = SELLERS.includes(useMe().role);
  if (!cycle.waiting_for.length) return t('cycles.nothing');
  return (
    <div className={style.waiting}>
      {cycle.waiting_for.map((what) => {
        const to = own ? undefined : SETTLED_AT[what.code];
        const count = what.blocks ? '' : ` (${format.count(what.count)})`;
        return (
          <div key={what.code}>
            {what.blocks && <State tone="attention">{t('cycles.blocks')}</State>}{' '}
            {to ? <Link to={to}>{what.text + count}</Link> : what.text + count}
          </div>
        );
      })}
    </div>
  );
}
