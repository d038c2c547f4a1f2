import type { ContractColumn } from './contracts';

/** What a column of a file can hold, in the order in which they are offered. */
export const KINDS = [
  'text',
  'identifier',
  'phone',
  'whole',
  'real',
  'money',
  'flag',
  'day',
  'month',
] as const satisfies readonly ContractColumn['kind'][];
