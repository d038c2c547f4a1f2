import { useId, type ReactNode } from 'react';

import style from './Panel.module.css';

interface Props {
  title?: ReactNode;
  /** A word or a number at the end of the title. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A sheet of paper: what belongs together. */
export function Panel({ title, aside, children }: Props) {
  const id = useId();
  return (
    <section className={style.panel} aria-labelledby={title ? id : undefined}>
      {title && (
        <div className={style.head}>
          <h2 id={id} className={style.title}>
            {title}
          </h2>
          {aside && <span className={style.aside}>{aside}</span>}
        </div>
      )}
      {children}
    </section>
  );
}
