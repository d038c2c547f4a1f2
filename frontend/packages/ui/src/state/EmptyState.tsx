import type { ReactNode } from 'react';

import style from './State.module.css';

interface Props {
  title: string;
  /** Why it is empty, or what to do so that it is not. */
  hint?: ReactNode;
  action?: ReactNode;
}

/** Nothing is here, and that is no error: says why, and what comes next. */
export function EmptyState({ title, hint, action }: Props) {
  return (
    <div className={style.box}>
      <p className={style.title}>{title}</p>
      {hint && <p className={style.hint}>{hint}</p>}
      {action && <div className={style.action}>{action}</div>}
    </div>
  );
}
