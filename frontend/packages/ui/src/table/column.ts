import type { ReactNode } from 'react';

/** One column of a table. */
export interface Column<T> {
  /** The field of the row; also the word that the server sorts by. */
  key: string;
  title: string;
  /** How the cell looks; without it the field as it is. */
  render?: (row: T) => ReactNode;
  /** How the cell reads in an export; without it as it is seen: in its unit, by its name, in the tenant's time. */
  text?: (row: T) => string;
  /** Aligned to the right. */
  numeric?: boolean;
  sortable?: boolean;
  width?: number;
  /** Cut off on one line; the whole text stands elsewhere. */
  clip?: boolean;
  /** Broken into short lines, so that the columns beside it stay in sight. */
  narrow?: boolean;
  /** Left out on narrow screens. */
  wideOnly?: boolean;
}

/** A filter above a table; its name is the query parameter. */
export interface Filter {
  name: string;
  label: string;
  options: { value: string; label: string }[];
  /** What the list shows while nothing is chosen; "all" without it. */
  unset?: string;
}

export function contentOf<T>(column: Column<T>, row: T): ReactNode {
  if (column.render) return column.render(row);
  const value = (row as Record<string, unknown>)[column.key];
  return value === null || value === undefined || value === '' ? '–' : String(value);
}
