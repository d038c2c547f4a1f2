import { describe, expect, it } from 'vitest';

import type { Area } from './area';
import { boxAround, middleOf } from './bounds';

const area = (coordinates: number[][]): Area => ({
  code: 'a',
  name: 'A',
  value: null,
  geometry: { type: 'Polygon', coordinates: [coordinates] },
});

describe('where things are', () => {
  it('puts a box around areas and spots', () => {
    const square = area([
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
      [0, 0],
    ]);
    const spot = { code: 's', name: 'S', longitude: 5, latitude: -1 };
    expect(boxAround([square], [spot])).toEqual([0, -1, 5, 2]);
    expect(boxAround([], [])).toBeNull();
  });

  it('names a bent area inside of it, not in the gap', () => {
    const horseshoe = area([
      [0, 0],
      [9, 0],
      [9, 9],
      [8, 9],
      [8, 2],
      [3, 2],
      [3, 9],
      [0, 9],
      [0, 0],
    ]);
    expect(middleOf(horseshoe)).toEqual([1.5, 4.5]);
  });
});
