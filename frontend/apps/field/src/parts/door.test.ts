import { describe, expect, it } from 'vitest';

import { doorOf } from './door';

describe('the way to a door', () => {
  it('begins behind the name of the place', () => {
    expect(doorOf({ address: '临港市海港区海港花园4号楼402室', place_name: '海港花园' })).toBe('4号楼402室');
    expect(doorOf({ address: '4号楼402室', place_name: '海港花园' })).toBe('4号楼402室');
    expect(doorOf({ address: '4号楼402室', place_name: '' })).toBe('4号楼402室');
  });
});
