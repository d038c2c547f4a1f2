import { describe, expect, it } from 'vitest';

import { around, layersOf } from './layers';

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

describe('the lineage around a dataset', () => {
  const edges = [
    edge('bill', 'bill', 'feed'),
    edge('fault', 'fault', 'feed'),
    edge('bill', 'profile'),
    edge('fault', 'profile'),
    edge('profile', 'tag'),
    edge('fault', 'place_month'),
  ];
  const whole = { feeds: ['bill', 'fault'], datasets: ['bill', 'fault', 'profile', 'tag', 'place_month'], edges };

  it('keeps what leads to it and what is made from it', () => {
    const kept = around(whole, 'bill');
    expect([kept.feeds, kept.datasets.sort()]).toEqual([['bill'], ['bill', 'profile', 'tag']]);
    expect(around(whole, 'profile').feeds).toEqual(['bill', 'fault']);
    expect(around(whole, 'profile').datasets).not.toContain('place_month');
  });
});
