import { describe, expect, it } from 'vitest';

import { conditionOf, saidCondition, operatorsFor } from './condition';

const age = { name: 'age', type: 'int64', unit: 'years' };
const SME = { code: 'sme', name_zh: '中小企业', name_en: 'SME' };
const segment = { name: 'segment', type: 'string', unit: '' };
const tv = { name: 'has_tv', type: 'boolean', unit: '' };

describe('a condition put together from a field', () => {
  it('compares numbers as they are and text in quotes', () => {
    expect(conditionOf(age, '>=', ' 60 ')).toBe('age >= 60');
    expect(conditionOf(segment, '==', 'sme')).toBe("segment == 'sme'");
  });
  it('takes yuan and per cent as people write them', () => {
    expect(conditionOf({ name: 'billed_fen', type: 'int64', unit: 'fen' }, '>=', '129.9')).toBe('billed_fen >= 12990');
    expect(conditionOf({ name: 'use', type: 'float64', unit: 'share' }, '<', '7')).toBe('use < 0.07');
  });
  it('cannot be left by a quote in the text', () => {
    expect(conditionOf(segment, '==', "x' or age > 1 or 'y")).toBe("segment == 'x or age > 1 or y'");
  });
  it('asks flags and gaps by their own words', () => {
    expect(conditionOf(tv, 'is false', '')).toBe('not has_tv');
    expect(conditionOf(age, 'missing', '')).toBe('missing(age)');
    expect(operatorsFor('boolean')).toEqual(['is true', 'is false']);
    expect(operatorsFor('string')).not.toContain('>=');
  });
});

describe('a condition for reading', () => {
  const columns = [
    { name: 'segment', unit: '', values: [SME], said: '客户群' },
    { name: 'age', unit: 'years', values: [], said: '年龄' },
    { name: 'billed_fen_average_3', unit: 'fen', values: [], said: '平均账单' },
  ];
  const nameOf = (one: { said: string } | typeof SME) => ('said' in one ? one.said : one.name_zh);

  it.each([
    ["segment == 'sme' and age >= 60", '客户群 == 中小企业 and 年龄 >= 60'],
    ['segment in (\'sme\', "x")', '客户群 in (中小企业, "x")'],
    ['age_of_line > 3', 'age_of_line > 3'],
    ['billed_fen_average_3 >= 12900', '平均账单 >= ¥129'],
    ["age == 'sme'", "年龄 == 'sme'"],
  ])('%s is read as %s', (written, read) => {
    expect(
      saidCondition(written, columns as never, nameOf as never, (unit, number) =>
        unit === 'fen' ? `¥${number / 100}` : `${number}`,
      ),
    ).toBe(read);
  });
});
