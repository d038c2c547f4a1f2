import { useId } from 'react';

import style from './Chips.module.css';

export interface Chip<T extends string> {
  value: T;
  name: string;
}

interface Props<T extends string> {
  title: string;
  /** Beside the title: that nothing has to be chosen, for instance. */
  hint?: string;
  /** Many short words: all of one width, in columns. */
  narrow?: boolean;
  chips: Chip<T>[];
  chosen: T | undefined;
  onChoose: (value: T | undefined) => void;
}

/** One of several, or none: a second tap takes it back. */
export function Chips<T extends string>({ title, hint, narrow, chips, chosen, onChoose }: Props<T>) {
  const id = useId();
  return (
    <div className={style.group} role="group" aria-labelledby={id}>
      <h2 id={id} className={style.title}>
        {title}
        {hint && <span className={style.hint}>{hint}</span>}
      </h2>
      <div className={narrow ? style.narrow : style.chips}>
        {chips.map(({ value, name }) => (
          <button
            key={value}
            type="button"
            className={style.chip}
            aria-pressed={value === chosen}
            onClick={() => onChoose(value === chosen ? undefined : value)}
          >
            {name}
          </button>
        ))}
      </div>
    </div>
  );
}
