import { describe, expect, it } from 'vitest';

import { addressOf, narrowing, VIEWS, viewOf } from './view';

const at = (text: string) => new URLSearchParams(text);

describe('which orders an address shows', () => {
  it('opens with those that need somebody, also when searched or sorted', () => {
    expect(['', 'q=王', 'sort=-due_on&offset=20'].map((text) => viewOf(at(text)))).toEqual(['open', 'open', 'open']);
  });

  it('shows every order behind a number of another screen', () => {
    const numbers = ['campaign_code=C1', 'cycle=2026-10&step=reached', 'overdue=true', 'open=false', 'state=failed'];
    expect(numbers.map((text) => viewOf(at(text)))).toEqual(numbers.map(() => 'all'));
  });

  it('shows the held ones and the open ones of somebody', () => {
    expect(viewOf(at('assignee_code=P1&state=held'))).toBe('held');
    expect(viewOf(at('assignee_code=P1&open=true'))).toBe('open');
  });

  it.each(VIEWS)('comes to %s from everywhere and keeps what was asked for', (view) => {
    for (const from of ['', 'cycle=2026-10', 'cycle=2026-10&state=held&offset=40', 'open=true&q=a', 'state=failed']) {
      const there = addressOf(view, at(from));
      expect(viewOf(there), `${from} to ${view}`).toBe(view);
      expect(narrowing(there)).toEqual(narrowing(at(from)));
      expect(there.get('offset')).toBeNull();
    }
  });
});
