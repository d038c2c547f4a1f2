import { useFormat, useNameOf, useWords } from '@gridloop/i18n';

import { saidCondition } from '../condition';
import type { WordColumn } from '../definitions';

/** A condition in the names of its columns and codes, where that says more than what is written. */
export function SaidCondition({ condition, columns }: { condition: string; columns: readonly WordColumn[] }) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const format = useFormat();
  const said = saidCondition(condition, columns, nameOf, (unit, number) =>
    unit === 'fen' ? format.money(number) : unit === 'share' ? format.percent(number) : String(number),
  );
  return said === condition ? null : <small>{t('define.said', { condition: said })}</small>;
}
