import { describe, expect, it } from 'vitest';

import { monthBefore } from './month-before';

describe('the month before', () => {
  it('is the one of the calendar, whatever was delivered', () => {
    expect(['2026-10', '2026-01', '2025-12'].map(monthBefore)).toEqual(['2026-09', '2025-12', '2025-11']);
  });
});
