import { useWords } from '@gridloop/i18n';
import { useEffect, useState } from 'react';

import { Icon } from '../parts/Icon';
import { useOutcomeName } from '../parts/outcome-names';
import { undo, usePhone, useWaiting, type Channel, type OutboxRow, type Outcome } from '../store';
import style from './UndoBar.module.css';

/** A few seconds to take the last record back. */
export function UndoBar() {
  const last = useWaiting()
    .filter((row) => row.name === 'record_contact' && row.mutationId === null)
    .at(-1);
  return last ? <Bar key={last.order} row={last} /> : null;
}

function Bar({ row }: { row: OutboxRow }) {
  const t = useWords('shell');
  const { database } = usePhone();
  const name = useOutcomeName();
  const over = useMomentPassed(row.heldUntil);
  if (over) return null;
  const outcome = name(row.args.outcome as Outcome, row.args.channel as Channel);
  return (
    <div className={style.bar} role="status">
      <Icon name="check" />
      <span className={style.text}>{t('kept', { who: row.about, outcome })}</span>
      <button type="button" onClick={() => void undo(database, row.order as number)}>
        <Icon name="undo" size={1.2} />
        {t('undo')}
      </button>
    </div>
  );
}

function useMomentPassed(moment: number): boolean {
  const [passed, setPassed] = useState(() => Date.now() >= moment);
  useEffect(() => {
    const clock = setTimeout(() => setPassed(true), moment - Date.now());
    return () => clearTimeout(clock);
  }, [moment]);
  return passed;
}
