import { describe, expect, it } from 'vitest';

import { hasEnded } from './loads';

describe('a load', () => {
  it('has ended once nothing more happens to it', () => {
    expect(hasEnded({ state: 'queued', stopping: false })).toBe(false);
    expect(hasEnded({ state: 'running', stopping: false })).toBe(false);
    expect(hasEnded({ state: 'done', stopping: false })).toBe(true);
    expect(hasEnded({ state: 'failed', stopping: false })).toBe(true);
  });

  it('that was stopped goes on to its next step', () => {
    expect(hasEnded({ state: 'stopped', stopping: true })).toBe(false);
    expect(hasEnded({ state: 'stopped', stopping: false })).toBe(true);
  });
});
