import { describe, expect, it } from 'vitest';

import { monthAfter } from './month-after';

describe('a month before or after another', () => {
  it('is the one of the calendar, whatever was delivered', () => {
    expect(['2026-10', '2026-01', '2025-12'].map((cycle) => monthAfter(cycle, -1))).toEqual(['2026-09', '2025-12', '2025-11']);
    expect([0, 1, 3, 15].map((months) => monthAfter('2026-10', months))).toEqual(['2026-10', '2026-11', '2027-01', '2028-01']);
  });
});
