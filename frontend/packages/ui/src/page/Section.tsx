import { useId, type ReactNode } from 'react';

import style from './Section.module.css';

interface Props {
  title: string;
  lead?: ReactNode;
  extra?: ReactNode;
  /** Content reaches the edges (tables, maps). */
  flush?: boolean;
  children: ReactNode;
}

/** A titled panel of a screen. */
export function Section({ title, lead, extra, flush = false, children }: Props) {
  const id = useId();
  return (
    <section className={style.section} aria-labelledby={id}>
      <div className={style.head}>
        <div>
          <h2 id={id} className={style.title}>
            {title}
          </h2>
          {lead && <p className={style.lead}>{lead}</p>}
        </div>
        {extra && <div className={style.extra}>{extra}</div>}
      </div>
      <div className={flush ? style.flush : style.body}>{children}</div>
    </section>
  );
}

/** Panels beside each other where there is room: `wide` gives the first two thirds. */
export function Columns({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  return <div className={wide ? style.columnsWide : style.columns}>{children}</div>;
}
