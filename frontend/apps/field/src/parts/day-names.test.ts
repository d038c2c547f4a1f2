import { describe, expect, it } from 'vitest';

import { dayAfter, daysBetween, monthEnd } from './day-names';

describe('plain dates', () => {
  it('are counted over the ends of months and years', () => {
    expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(dayAfter('2026-11-03', -3)).toBe('2026-10-31');
    expect(daysBetween('2026-11-03', '2026-12-01')).toBe(28);
  });

  it('end their months', () => {
    expect(monthEnd('2026-11-03', 0)).toBe('2026-11-30');
    expect(monthEnd('2026-11-03', 2)).toBe('2027-01-31');
    expect(monthEnd('2026-11-30', 3)).toBe('2027-02-28');
  });
});
