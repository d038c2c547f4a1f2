import { useFormat, useWords } from '@gridloop/i18n';
import { useState, type DragEvent } from 'react';

import style from './FileChoice.module.css';

interface Props {
  id: string;
  /** What is chosen, on the button. */
  label: string;
  /** The kinds of file that are offered, as the attribute of an input. */
  accept: string;
  /** The file that is chosen now. */
  file: File | null;
  onChoose: (file: File) => void;
  disabled?: boolean;
  required?: boolean;
}

/** Chooses one file, by a click or by dropping it here; in the language of the page, whatever the browser's is. */
export function FileChoice({ id, label, accept, file, onChoose, disabled = false, required = false }: Props) {
  const t = useWords('ui');
  const format = useFormat();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped && !disabled) onChoose(dropped);
  };
  return (
    <div
      className={over ? `${style.choice ?? ''} ${style.over ?? ''}` : style.choice}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        id={id}
        type="file"
        className={style.input}
        accept={accept}
        disabled={disabled}
        required={required && file === null}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          event.target.value = ''; // the same file, changed meanwhile, is a new choice
          if (chosen) onChoose(chosen);
        }}
      />
      <label htmlFor={id} className={style.button}>
        {label}
      </label>
      <span className={style.name} aria-live="polite">
        {file ? `${file.name} · ${format.bytes(file.size)}` : t('file.drop')}
      </span>
    </div>
  );
}
