import { useWords } from '@gridloop/i18n';

import type { CheckedContract } from '../contracts';

/** One difference between two versions of a contract. */
export function ChangeLine({ change }: { change: CheckedContract['changes'][number] }) {
  const t = useWords('lake');
  const said = (value: string) =>
    value === 'True' ? t('dataset.yes') : value === 'False' ? t('dataset.no') : value || '–';
  const what = t(`save.whats.${change.what}`);
  const from = change.before || change.after ? ` ${said(change.before)} → ${said(change.after)}` : '';
  return (
    t('save.change', { weight: t(`save.weights.${change.weight}`), what: `${what} ${change.column}`.trim() }) + from
  );
}
