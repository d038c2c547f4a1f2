import { useWords } from '@gridloop/i18n';

import style from './State.module.css';

/** Grey bars where rows will stand. */
export function Loading({ rows = 4 }: { rows?: number }) {
  const t = useWords('ui');
  return (
    <div className={style.loading} role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} style={{ width: `${92 - ((index * 23) % 40)}%` }} />
      ))}
    </div>
  );
}
