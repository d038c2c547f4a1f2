import { describe, expect, it } from 'vitest';

import { layersOf } from './layers';

const edge = (source: string, target: string, kind = 'read') => ({ source, target, kind });

describe('layers of the lineage', () => {
  it('stand right of everything they were made from', () => {
    const layers = layersOf({
      feeds: ['customer'],
      datasets: ['profile', 'customer', 'score'],
      edges: [edge('customer', 'customer', 'feed'), edge('customer', 'profile'), edge('profile', 'score')],
    });
    expect(layers).toEqual([['feed:customer'], ['customer'], ['profile'], ['score']]);
  });

  it('end even where the loop closes', () => {
    const layers = layersOf({
      feeds: [],
      datasets: ['score', 'outcome'],
      edges: [edge('score', 'outcome'), edge('outcome', 'score')],
    });
    expect(layers.flat().sort()).toEqual(['outcome', 'score']);
  });
});
