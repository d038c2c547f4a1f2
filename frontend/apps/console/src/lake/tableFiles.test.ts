import { expect, test } from 'vitest';

import { feedFiles } from './tableFiles';

test('a feed whose files have an ending of their own can be handed in under it', () => {
  expect(feedFiles('txt', 'BOSS_ZD_*.dat')).toBe('.txt,.dat,.gz');
  expect(feedFiles('csv', 'bill_*.csv')).toBe('.csv,.gz');
  expect(feedFiles('xlsx', 'staff_*')).toBe('.xlsx');
});
