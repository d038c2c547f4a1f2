import { useEffect, type ReactNode } from 'react';

import style from './Door.module.css';
import { LanguageSwitch } from './LanguageSwitch';

interface Props {
  title: string;
  lead: string;
  /** Beside the panel. */
  aside?: ReactNode;
  children: ReactNode;
}

/** The frame of what is seen before the console opens. */
export function Door({ title, lead, aside, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Gridloop`;
  }, [title]);
  return (
    <main className={style.page}>
      <div className={style.language}>
        <LanguageSwitch anonymous />
      </div>
      <div className={style.panel}>
        <p className={style.brand}>
          <img src="/favicon.svg" alt="" width={28} height={28} />
          Gridloop
        </p>
        <h1 className={style.title}>{title}</h1>
        <p className={style.lead}>{lead}</p>
        {children}
      </div>
      {aside}
    </main>
  );
}
