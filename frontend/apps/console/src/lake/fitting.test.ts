import { expect, it } from 'vitest';

import { fitting } from './fitting';

it('cuts a name that would run out of its box', () => {
  expect(fitting('Monthly bills', 150)).toBe('Monthly bills');
  expect(fitting('Market position (competitor intelligence)', 150)).toBe('Market position (comp…');
  expect(fitting('小区月度账单与通话', 150)).toBe('小区月度账单与通话');
  expect(fitting('市场地位（竞争情报）按运营商和区域', 150)).toBe('市场地位（竞争情报）按…');
});
