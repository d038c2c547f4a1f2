import type { RuleGroupType, RuleType } from 'react-querybuilder';

/** The conditions of an audience, as the query builder writes them. */
export type Conditions = RuleGroupType;

export const NO_CONDITIONS: Conditions = { combinator: 'and', rules: [] };
/** The name of a condition's field before one is chosen. */
export const NO_FIELD = '~';

const RANGES = ['between', 'notBetween'];
const LISTS = ['in', 'notIn'];
const WITHOUT_VALUE = ['null', 'notNull', 'aboveGrid', 'belowGrid'];
const IN_A_ROW = ['fellFor', 'roseFor'];

export const takesRange = (operator: string) => RANGES.includes(operator);
export const takesList = (operator: string) => LISTS.includes(operator);
export const isRun = (operator: string) => IN_A_ROW.includes(operator);
export const takesNothing = (operator: string) => WITHOUT_VALUE.includes(operator);

/** The unit of what a condition compares with: how long a figure ran is told in months, whatever the figure is. */
export const unitOf = (unit: string, operator: string) => (isRun(operator) ? 'months' : unit);

/** Reads what a draft or a template keeps; an empty one says nothing. */
export function readConditions(given: Record<string, unknown>): Conditions {
  return Array.isArray(given.rules) ? (given as unknown as Conditions) : NO_CONDITIONS;
}

/** What the server is asked with: conditions that are written to their end, without the builder's own marks. */
export function finished(tree: Conditions): Conditions {
  const rules = tree.rules.flatMap((part): (RuleType | Conditions)[] => {
    if (isGroup(part)) {
      const inner = finished(part);
      return inner.rules.length > 0 ? [inner] : [];
    }
    if (!isFinished(part)) return [];
    const { field, operator, value } = part;
    return [{ field, operator, value: takesNothing(operator) ? null : value }];
  });
  return { combinator: tree.combinator, ...(tree.not ? { not: true } : {}), rules };
}

/** How many conditions lack their field or value. */
export function unfinishedCount(tree: Conditions): number {
  return tree.rules.reduce((sum, part) => sum + (isGroup(part) ? unfinishedCount(part) : isFinished(part) ? 0 : 1), 0);
}

/** How many conditions are written to their end. */
export function finishedCount(tree: Conditions): number {
  return tree.rules.reduce((sum, part) => sum + (isGroup(part) ? finishedCount(part) : isFinished(part) ? 1 : 0), 0);
}

export function isGroup(part: RuleType | Conditions): part is Conditions {
  return 'rules' in part;
}

function isFinished({ field, operator, value }: RuleType): boolean {
  if (!field || field === NO_FIELD || !operator || operator === NO_FIELD) return false;
  if (takesNothing(operator)) return true;
  if (isRun(operator)) return Number.isInteger(value) && Number(value) > 0;
  if (takesRange(operator)) return Array.isArray(value) && value.length === 2 && value.every(isSaid);
  if (takesList(operator)) return Array.isArray(value) && value.length > 0;
  return isSaid(value);
}

function isSaid(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && !Array.isArray(value);
}
