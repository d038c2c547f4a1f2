import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from 'react';

import style from './Button.module.css';
import { Icon, type IconName } from './Icon';

type Tone = 'main' | 'plain' | 'quiet' | 'danger';

interface Look {
  tone?: Tone;
  icon?: IconName;
  /** Less high, for what is rarely needed. */
  small?: boolean;
  children: ReactNode;
}

function classOf({ tone = 'plain', small }: Look): string {
  return [style.button, style[tone], small && style.small].filter(Boolean).join(' ');
}

/** A target for a thumb. */
export function Button({ tone, icon, small, children, ...rest }: Look & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" {...rest} className={classOf({ tone, small, children } as Look)}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** The same, where the phone itself does something: dial a number. */
export function Anchor({ tone, icon, small, children, ...rest }: Look & AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a {...rest} className={classOf({ tone, small, children } as Look)}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  );
}

/** Buttons side by side; below each other where the words need the room. */
export function Buttons({ children }: { children: ReactNode }) {
  return <div className={style.row}>{children}</div>;
}
