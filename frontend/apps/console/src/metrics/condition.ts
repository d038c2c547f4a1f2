import type { WordColumn } from './definitions';

const OF_NUMBERS = ['>=', '>', '<=', '<', '==', '!=', 'missing', 'not missing'];
const OF_TEXT = ['==', '!=', 'missing', 'not missing'];
const OF_FLAGS = ['is true', 'is false'];

/** The comparisons that a column of a type takes. */
export function operatorsFor(type: string): readonly string[] {
  if (type === 'boolean') return OF_FLAGS;
  return type.startsWith('int') || type.startsWith('float') ? OF_NUMBERS : OF_TEXT;
}

/** One condition in the library's language; text is quoted, a quote in it would end it and is left out. */
export function conditionOf(column: Pick<WordColumn, 'name' | 'type'>, operator: string, operand: string): string {
  if (operator === 'is true') return column.name;
  if (operator === 'is false') return `not ${column.name}`;
  if (operator === 'missing') return `missing(${column.name})`;
  if (operator === 'not missing') return `not missing(${column.name})`;
  const isNumber = column.type.startsWith('int') || column.type.startsWith('float');
  const value = isNumber ? operand.trim() : `'${operand.replace(/['"\\]/g, '').trim()}'`;
  return `${column.name} ${operator} ${value}`;
}
