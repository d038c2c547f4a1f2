import type { ReactNode } from 'react';

import { contentOf, type Column } from './column';
import style from './Table.module.css';

interface Props<T> {
  label: string;
  columns: Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
}

/** The rows of a table on a narrow screen: one card a row, the first column as its name. */
export function Cards<T>({ label, columns, rows, rowKey }: Props<T>): ReactNode {
  const [first, ...rest] = columns.filter((column) => !column.wideOnly);
  if (!first) return null;
  return (
    <ul className={style.cards} aria-label={label}>
      {rows.map((row) => (
        <li key={rowKey(row)}>
          <div className={style.cardName}>{contentOf(first, row)}</div>
          <dl className={style.cardFacts}>
            {rest.map((column) => (
              <div key={column.key}>
                <dt>{column.title}</dt>
                <dd>{contentOf(column, row)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
