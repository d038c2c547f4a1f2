import { expect, it } from 'vitest';

import { hasEnded, isStopping } from './loads';

it('has ended once nothing more will happen to it', () => {
  const batch = { state: 'loading' } as const;
  expect([hasEnded({ state: 'queued', batch: null }), hasEnded({ state: 'running', batch })]).toEqual([false, false]);
  expect(hasEnded({ state: 'done', batch: { state: 'loaded' } })).toBe(true);
  expect(hasEnded({ state: 'stopped', batch: null })).toBe(true);
});

it('is still at work when it was stopped and has not come to its next step', () => {
  expect(isStopping({ state: 'stopped', batch: { state: 'loading' } })).toBe(true);
  expect(hasEnded({ state: 'stopped', batch: { state: 'loading' } })).toBe(false);
  expect(hasEnded({ state: 'stopped', batch: { state: 'failed' } })).toBe(true);
});
