import { describe, expect, it } from 'vitest';

import { faultyFirst, nextToMend, type QuarantinedRow } from './quarantine';

const row = (id: number, batch_id: number, line_no: number, state: 'open' | 'replayed' = 'open') =>
  ({ id, batch_id, line_no, state }) as QuarantinedRow;

describe('the columns of a row to mend', () => {
  it('begin with those it was refused for, one or several of a key', () => {
    expect(faultyFirst(['a', 'b', 'c'], 'c')).toEqual({ faulty: ['c'], columns: ['c', 'a', 'b'] });
    expect(faultyFirst(['a', 'b', 'c'], 'a, c')).toEqual({ faulty: ['a', 'c'], columns: ['a', 'c', 'b'] });
  });

  it('take a header with a comma for what it is', () => {
    expect(faultyFirst(['x', 'a, b'], 'a, b').faulty).toEqual(['a, b']);
  });

  it('stay as they are for a row that has no faulty column', () => {
    expect(faultyFirst(['a', 'b'], '')).toEqual({ faulty: [], columns: ['a', 'b'] });
  });
});

describe('the row to mend next', () => {
  it('is the next line of the same file', () => {
    expect(nextToMend([row(1, 7, 3), row(2, 7, 9), row(3, 7, 12)], row(9, 7, 5))?.id).toBe(2);
  });

  it('is what waits first after the last line, and never one that was loaded or this one', () => {
    expect(nextToMend([row(1, 8, 3, 'replayed'), row(2, 7, 9), row(3, 6, 1)], row(2, 7, 9))?.id).toBe(3);
  });

  it('is none when nothing waits', () => {
    expect(nextToMend([row(2, 7, 9)], row(2, 7, 9))).toBeNull();
  });
});
