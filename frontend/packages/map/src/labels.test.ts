import { expect, it } from 'vitest';

import { withoutOverlap } from './labels';

it('keeps the labels that do not cover one before them', () => {
  const first = { name: '滨海网格', x: 100, y: 100 };
  const covered = { name: '望江网格', x: 120, y: 104 };
  const below = { name: '新港网格', x: 110, y: 130 };
  const beside = { name: 'East', x: 180, y: 100 };
  expect(withoutOverlap([first, covered, below, beside])).toEqual([first, below, beside]);
});
