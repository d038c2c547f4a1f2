import { Grid } from 'antd';
import { useId, useState, type ReactNode } from 'react';

import style from './Section.module.css';

interface Props {
  title: string;
  lead?: ReactNode;
  extra?: ReactNode;
  /** Content reaches the edges (tables, maps). */
  flush?: boolean;
  /** On a phone only the title is there until it is opened: for what is read now and then. */
  foldable?: boolean;
  children: ReactNode;
}

/** A titled panel of a screen. */
export function Section({ title, lead, extra, flush = false, foldable = false, children }: Props) {
  const id = useId();
  const folds = !Grid.useBreakpoint().md && foldable;
  const [opened, setOpened] = useState(false);
  const open = !folds || opened;
  const body = `${id}-body`;
  return (
    <section className={style.section} aria-labelledby={id}>
      <div className={open ? style.head : `${style.head} ${style.closed}`}>
        <div className={folds ? style.grow : undefined}>
          <h2 id={id} className={style.title}>
            {folds ? (
              <button
                type="button"
                className={style.fold}
                aria-expanded={open}
                aria-controls={open ? body : undefined}
                onClick={() => setOpened(!opened)}
              >
                {title}
                <span aria-hidden="true">{open ? '−' : '+'}</span>
              </button>
            ) : (
              title
            )}
          </h2>
          {lead && <p className={style.lead}>{lead}</p>}
        </div>
        {open && extra && <div className={style.extra}>{extra}</div>}
      </div>
      {open && (
        <div id={body} className={flush ? style.flush : style.body}>
          {children}
        </div>
      )}
    </section>
  );
}

/** Panels beside each other where there is room: `wide` gives the first two thirds. */
export function Columns({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  return <div className={wide ? style.columnsWide : style.columns}>{children}</div>;
}
