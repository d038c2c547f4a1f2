import { describe, expect, it } from 'vitest';

import { classOf, coloursFor, quantileLimits } from './classes';

describe('classes of a map', () => {
  it('have about as many members each', () => {
    const values = Array.from({ length: 60 }, (_, index) => index ** 2);
    const limits = quantileLimits(values, 6);
    const members = [0, 1, 2, 3, 4, 5].map(
      (wanted) => values.filter((value) => classOf(value, limits) === wanted).length,
    );
    expect(members).toEqual([10, 10, 10, 10, 10, 10]);
  });

  it('are fewer where values repeat', () => {
    expect(quantileLimits([1, 1, 1, 1], 6)).toEqual([]);
    expect(quantileLimits([], 6)).toEqual([]);
    const limits = quantileLimits([0, 0, 0, 0, 0, 7], 3);
    expect(limits.every((limit) => limit > 0)).toBe(true);
  });

  it('get colours from end to end of the ramp', () => {
    expect(coloursFor(3, ['a', 'b', 'c', 'd', 'e'])).toEqual(['a', 'c', 'e']);
    expect(coloursFor(1, ['a', 'b', 'c'])).toEqual(['b']);
  });
});
