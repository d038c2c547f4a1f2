import type { Say } from '@gridloop/i18n';

import type { ContractColumn } from './contracts';

const UNITS: Record<string, string[]> = {
  yuan: ['li', 'fen', 'jiao', 'thousand_yuan', 'wan_yuan'],
  MB: ['B', 'KB', 'GB', 'TB'],
  GB: ['KB', 'MB', 'TB'],
  minutes: ['seconds', 'hours'],
  hours: ['seconds', 'minutes', 'days'],
  Mbps: ['kbps', 'Gbps'],
  months: ['years'],
  percent: ['share', 'permille'],
};

/** Stands where nobody has typed yet that something follows. */
const UNSAID = '\n';

/** What a file may write the numbers of a column in, beside the column's own unit. */
export function writtenIn(kind: ContractColumn['kind'], unit: string): string[] {
  if (kind === 'money') return UNITS.yuan ?? [];
  return kind === 'whole' || kind === 'real' ? (UNITS[unit] ?? []) : [];
}

/** The unit that the numbers of a file are in; none for amounts in yuan, which say so themselves. */
export function fileUnit(t: Say, column: { type: string; unit: string; written_in: string }): string {
  if (column.written_in) return t(`edit.units.${column.written_in}`);
  return column.type === 'money' ? '' : column.unit;
}

/** A line for each word of the file and what it stands for, as people edit them. */
export function linesOfValues(values: ContractColumn['values']): string {
  return values.map(({ written, ours }) => (ours === UNSAID ? written : `${written}=${ours}`)).join('\n');
}

/** The same back; a line without its sign is being typed still, and is kept as it is. */
export function valuesOfLines(text: string): ContractColumn['values'] {
  return text === '' ? [] : text.split('\n').map((line) => pair(line));
}

function pair(line: string): ContractColumn['values'][number] {
  const at = Math.max(line.indexOf('='), line.indexOf('＝'));
  return at < 0 ? { written: line, ours: UNSAID } : { written: line.slice(0, at), ours: line.slice(at + 1) };
}
