import { describe, expect, it } from 'vitest';

import type { Choices } from './audience';
import { bodyOf, cyclesFrom, daysOf, forecastBody, narrowedTo, newDraft } from './draft';

const choices = {
  models: { retain: 'churn', acquire: '' },
  scripts: { default: { zh: '您好', en: 'Hello' } },
  unit_costs_fen: { visit: 900 },
  success_window_days: 31,
  control_share: 0.1,
} as unknown as Choices;

describe('a plan being thought about', () => {
  it('lasts from today, or the first of a later month, to the end of the month', () => {
    expect(daysOf('2026-11', '2026-11-09')).toEqual({ starts_on: '2026-11-09', ends_on: '2026-11-30' });
    expect(daysOf('2027-02', '2026-11-09')).toEqual({ starts_on: '2027-02-01', ends_on: '2027-02-28' });
    expect(cyclesFrom('2026-11-09')).toEqual(['2026-11', '2026-12', '2027-01']);
  });

  it('begins with the customers of the model, and without a model with one offer for everybody', () => {
    expect(newDraft(choices, '2026-10-01', 'retain').audience.rules).toHaveLength(1);
    const acquire = newDraft(choices, '2026-10-01', 'acquire');
    expect([acquire.audience.rules.length, acquire.offer_choice]).toEqual([0, 'fixed']);
  });

  it('begins with just those whom another screen names, and with all that it proposes when none is named', () => {
    const draft = newDraft(choices, '2026-11-09', 'retain');
    expect(narrowedTo(draft, null, null)).toBe(draft);
    expect(narrowedTo(draft, 'dispute', 'LG01', 'P1').audience.rules).toEqual([
      { field: 'place_code', operator: '=', value: 'P1' },
      { field: 'tag.dispute', operator: '=', value: true },
      { field: 'organisation', operator: 'in', value: ['LG01'] },
    ]);
  });

  it('asks for a forecast that no name, text or goal changes', () => {
    const draft = newDraft(choices, '2026-10-01');
    const named = { ...draft, name_zh: '挽留', goal_successes: 5, scripts: {} };
    expect(forecastBody(named)).toEqual(forecastBody(draft));
    expect(bodyOf(named)).not.toEqual(bodyOf(draft));
  });
});
