import { describe, expect, it } from 'vitest';

import { finished, finishedCount, readConditions, unfinishedCount, type Conditions } from './conditions';

const age = { id: 'r1', field: 'age', operator: '>=', value: 60 };
const tree: Conditions = {
  id: 'root',
  combinator: 'and',
  rules: [
    age,
    { id: 'r2', field: '~', operator: '=', value: '' },
    { id: 'g', combinator: 'or', not: true, rules: [{ id: 'r3', field: 'tag.senior', operator: '=', value: false }] },
    { id: 'empty', combinator: 'or', rules: [{ field: 'age', operator: '=', value: '' }] },
  ],
};

describe('the conditions of an audience', () => {
  it('are sent without half-written ones and without the marks of the builder', () => {
    expect(finished(tree)).toEqual({
      combinator: 'and',
      rules: [
        { field: 'age', operator: '>=', value: 60 },
        { combinator: 'or', not: true, rules: [{ field: 'tag.senior', operator: '=', value: false }] },
      ],
    });
    expect([finishedCount(tree), unfinishedCount(tree)]).toEqual([2, 2]);
  });

  it.each([
    ['between', [1, 2], true],
    ['between', [1, ''], false],
    ['between', 1, false],
    ['in', ['a'], true],
    ['in', [], false],
    ['=', ['a'], false],
    ['=', 0, true],
    ['=', false, true],
    ['null', '', true],
    ['aboveGrid', '', true],
    ['fellFor', 2, true],
    ['fellFor', 0.04, false],
  ])('%s with %j is finished: %s', (operator, value, whole) => {
    const one: Conditions = { combinator: 'and', rules: [{ field: 'age', operator, value }] };
    expect(finishedCount(one)).toBe(whole ? 1 : 0);
  });

  it('are empty where nothing was kept', () => {
    expect(readConditions({}).rules).toEqual([]);
  });
});
