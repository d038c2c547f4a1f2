import { isValidElement, type ReactNode } from 'react';

import type { Column } from './column';

/** How a screen shows a value that is not there. */
const ABSENT = '–';

/** A table as comma separated values that Excel opens with Chinese intact (byte order mark first). */
export function toCsv<T>(columns: Column<T>[], rows: T[]): string {
  const lines = [
    columns.map((column) => column.title),
    ...rows.map((row) => columns.map((column) => cell(column, row))),
  ];
  return '\uFEFF' + lines.map((line) => line.map(quote).join(',')).join('\r\n') + '\r\n';
}

/** What stands in a cell: as the column says it for an export, else as it is seen, else the field as it is. */
function cell<T>(column: Column<T>, row: T): string {
  if (column.text) return column.text(row);
  const seen = column.render && wordsOf(column.render(row)).trim();
  if (seen) return seen === ABSENT ? '' : seen;
  const value = (row as Record<string, unknown>)[column.key];
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value);
}

/** The words of what is shown, without its links and marks; a part that only knows its own data has none. */
function wordsOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map((one: ReactNode) => wordsOf(one)).join('');
  return isValidElement<{ children?: ReactNode }>(node) ? wordsOf(node.props.children) : '';
}

/** A number as people write it, with its sign, currency, thousands or per cent: nothing that a spreadsheet would run. */
const AMOUNT = /^[-+]?\p{Sc}?\d[\d,.]*(e[-+]?\d+)?[%‱]?$/iu;

/** Quotes where needed, and takes the sting out of texts that a spreadsheet would run as a formula. */
function quote(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) && !AMOUNT.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Hands a text to the reader as a file. */
export function offerFile(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
