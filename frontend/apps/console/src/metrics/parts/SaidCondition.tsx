import { useNameOf, useWords } from '@gridloop/i18n';

import { saidCondition } from '../condition';
import type { WordColumn } from '../definitions';

/** A condition in the names of its columns and codes, where that says more than what is written. */
export function SaidCondition({ condition, columns }: { condition: string; columns: readonly WordColumn[] }) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const said = saidCondition(condition, columns, nameOf);
  return said === condition ? null : <small>{t('define.said', { condition: said })}</small>;
}
