import type { ReactNode } from 'react';

import { Icon, type IconName } from './Icon';
import style from './Notice.module.css';

interface Props {
  tone?: 'calm' | 'attention';
  icon?: IconName;
  children: ReactNode;
  action?: ReactNode;
}

/** Something to know. Red is kept for what the reader has to do something about. */
export function Notice({ tone = 'calm', icon = 'wrong', children, action }: Props) {
  return (
    <div className={`${style.notice} ${style[tone]}`} role={tone === 'attention' ? 'alert' : 'status'}>
      <Icon name={icon} />
      <div className={style.text}>
        {children}
        {action && <div className={style.action}>{action}</div>}
      </div>
    </div>
  );
}
