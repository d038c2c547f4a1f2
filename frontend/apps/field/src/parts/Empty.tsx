import type { ReactNode } from 'react';

import style from './Empty.module.css';
import { Icon, type IconName } from './Icon';

interface Props {
  icon: IconName;
  title: string;
  hint?: string;
  action?: ReactNode;
}

/** Nothing here, and what that means. */
export function Empty({ icon, title, hint, action }: Props) {
  return (
    <div className={style.empty}>
      <span className={style.icon}>
        <Icon name={icon} size={2.2} />
      </span>
      <p className={style.title}>{title}</p>
      {hint && <p className={style.hint}>{hint}</p>}
      {action}
    </div>
  );
}
