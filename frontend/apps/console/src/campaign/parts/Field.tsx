import { useId, type ReactNode } from 'react';

import style from './Field.module.css';

interface Props {
  label: string;
  hint?: ReactNode;
  /** Takes the whole row. */
  wide?: boolean;
  /** The control gets the id that the label names. */
  children: (id: string) => ReactNode;
}

/** A control with its label above and what it means below. */
export function Field({ label, hint, wide = false, children }: Props) {
  const id = useId();
  return (
    <div className={wide ? `${style.field} ${style.wide}` : style.field}>
      <label htmlFor={id} className={style.label}>
        {label}
      </label>
      {children(id)}
      {hint && <span className={style.hint}>{hint}</span>}
    </div>
  );
}

/** Fields beside each other where there is room. */
export function FieldGrid({ children }: { children: ReactNode }) {
  return <div className={style.grid}>{children}</div>;
}
