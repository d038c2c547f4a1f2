import { describe, expect, it } from 'vitest';

import type { Model } from './models';
import en from './words.en.json';
import zh from './words.zh.json';

/** Every way of judging a model that the API knows: the compiler sees that none is left out. */
const WAYS: Record<Model['validation'], true> = { out_of_time: true, cross_validated: true };

describe('how a model was judged', () => {
  it('is said in words beside its figure, whichever way it was', () => {
    expect(Object.keys(en.model.validations).sort()).toEqual(Object.keys(WAYS).sort());
    expect(Object.keys(zh.model.validations).sort()).toEqual(Object.keys(WAYS).sort());
  });
});
