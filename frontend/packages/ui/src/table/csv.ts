import type { Column } from './column';

/** A table as comma separated values that Excel opens with Chinese intact (byte order mark first). */
export function toCsv<T>(columns: Column<T>[], rows: T[]): string {
  const lines = [
    columns.map((column) => column.title),
    ...rows.map((row) => columns.map((column) => cell(column, row))),
  ];
  return '\uFEFF' + lines.map((line) => line.map(quote).join(',')).join('\r\n') + '\r\n';
}

function cell<T>(column: Column<T>, row: T): string {
  if (column.text) return column.text(row);
  const value = (row as Record<string, unknown>)[column.key];
  return value === null || value === undefined ? '' : String(value);
}

/** Quotes where needed, and takes the sting out of texts that a spreadsheet would run as a formula. */
function quote(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
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
