import { describe, expect, it } from 'vitest';

import type { Order } from '../store';
import { isLocated, placesOf } from './places';

function order(place_code: string, longitude: number | null, due_on = '2026-11-10'): Order {
  return { place_code, place_name: place_code, longitude, latitude: longitude, due_on, next_on: null } as Order;
}

describe('places', () => {
  it('gather their customers, the fullest first, in the middle of those that are located', () => {
    const places = placesOf([order('A', 1), order('B', 2), order('B', 4), order('B', null)], '2026-11-03');
    expect(places.map((place) => [place.code, place.orders.length, place.longitude])).toEqual([['B', 3, 3], ['A', 1, 1]]);
  });

  it('know what is late and what cannot be drawn', () => {
    const [place] = placesOf([order('A', null, '2026-11-02')], '2026-11-03');
    expect(place?.late).toBe(true);
    expect(place && isLocated(place)).toBe(false);
  });
});
