import { describe, expect, it } from 'vitest';

import { clockTime, minuteOf } from './clock-time';

describe('quiet hours', () => {
  it.each([
    [0, '00:00'],
    [480, '08:00'],
    [1275, '21:15'],
  ])('minute %i is %s and back', (minute, time) => {
    expect(clockTime(minute)).toBe(time);
    expect(minuteOf(time)).toBe(minute);
  });

  it('are not made from what is no time', () => {
    expect(minuteOf('')).toBeNull();
    expect(minuteOf('25:00')).toBeNull();
  });
});
