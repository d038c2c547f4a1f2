import type { WordColumn } from './definitions';

const OF_NUMBERS = ['>=', '>', '<=', '<', '==', '!=', 'missing', 'not missing'];
const OF_TEXT = ['==', '!=', 'missing', 'not missing'];
const OF_FLAGS = ['is true', 'is false'];

/** The comparisons that a column of a type takes. */
export function operatorsFor(type: string): readonly string[] {
  if (type === 'boolean') return OF_FLAGS;
  return isNumber({ type }) ? OF_NUMBERS : OF_TEXT;
}

/** Whether a column holds numbers. */
export function isNumber({ type }: Pick<WordColumn, 'type'>): boolean {
  return type.startsWith('int') || type.startsWith('float');
}

/** A name, a text in quotes or a number, as they stand in a condition. */
const TOKENS = /[a-z_][a-z0-9_]*|'[^']*'|"[^"]*"|\d+(?:\.\d+)?/gi;

/** A condition in the names of its columns and codes, its numbers in the unit that people speak, for reading. */
export function saidCondition<C extends Pick<WordColumn, 'name' | 'unit' | 'values'>>(
  condition: string,
  columns: readonly C[],
  nameOf: (one: C | WordColumn['values'][number]) => string,
  sayNumber: (unit: string, number: number) => string,
): string {
  let last: C | undefined;
  return condition.replace(TOKENS, (token) => {
    if (/^['"]/.test(token)) {
      const code = last?.values.find((one) => one.code === token.slice(1, -1));
      return code ? nameOf(code) : token;
    }
    if (/^\d/.test(token)) return last ? sayNumber(last.unit, Number(token)) : token;
    const column = columns.find((one) => one.name === token);
    last = column ?? last;
    return column ? nameOf(column) : token;
  });
}

const SCALE: Record<string, number> = { fen: 100, share: 0.01 };

/** People write yuan and per cent; the library counts fen and parts of one. */
function scaled(unit: string, operand: string): string {
  const number = Number(operand);
  const scale = SCALE[unit];
  return scale === undefined || operand.trim() === '' || Number.isNaN(number)
    ? operand.trim()
    : String(Number((number * scale).toFixed(6)));
}

/** One condition in the library's language; text is quoted, a quote in it would end it and is left out. */
export function conditionOf(
  column: Pick<WordColumn, 'name' | 'type' | 'unit'>,
  operator: string,
  operand: string,
): string {
  if (operator === 'is true') return column.name;
  if (operator === 'is false') return `not ${column.name}`;
  if (operator === 'missing') return `missing(${column.name})`;
  if (operator === 'not missing') return `not missing(${column.name})`;
  const value = isNumber(column) ? scaled(column.unit, operand) : `'${operand.replace(/['"\\]/g, '').trim()}'`;
  return `${column.name} ${operator} ${value}`;
}
