import { describe, expect, it } from 'vitest';

import { keptLimit, scaleOfLimit, writtenLimit } from './limit';

describe('the limit of a rule', () => {
  it('is written in yuan and per cent, and kept as the library counts', () => {
    expect(keptLimit(129.5, scaleOfLimit('above', 'fen'))).toBe(12_950);
    expect(keptLimit(3, scaleOfLimit('above', 'share'))).toBe(0.03);
    expect(writtenLimit(0.0057, scaleOfLimit('below', 'per_10k'))).toBe(57);
    expect(keptLimit(24, scaleOfLimit('above', 'hours'))).toBe(24);
  });
  it('of a goal is a part of it, of an anomaly a number of deviations', () => {
    expect(keptLimit(95, scaleOfLimit('goal', 'fen'))).toBe(0.95);
    expect(keptLimit(3.5, scaleOfLimit('anomaly', 'share'))).toBe(3.5);
  });
});
