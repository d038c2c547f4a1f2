import { describe, expect, it } from 'vitest';

import type { Choices, Count } from './audience';
import type { Forecast } from './campaigns';
import { newDraft, type Draft } from './draft';
import { checksOf, isReady } from './readiness';

const choices = {
  models: { retain: 'churn' },
  scripts: { default: { zh: '您好', en: 'Hello' } },
  unit_costs_fen: { visit: 900 },
  success_window_days: 31,
  control_share: 0.1,
} as unknown as Choices;
const whole: Draft = { ...newDraft(choices, '2026-10-01'), name_zh: '挽留', budget_fen: 100_000 };

const missing = (draft: Draft) =>
  checksOf(draft, undefined, undefined)
    .filter((check) => check.verdict === 'missing')
    .map((check) => check.name);

describe('readiness', () => {
  it('lets a whole plan through', () => {
    expect(isReady(checksOf(whole, undefined, undefined))).toBe(true);
  });

  it.each<[string, Partial<Draft>]>([
    ['name', { name_zh: ' ' }],
    ['audience', { audience: { combinator: 'and', rules: [] } }],
    ['offer', { offer_choice: 'fixed', offer_code: '' }],
    ['script', { scripts: { default: { zh: '您好', en: '' } } }],
    ['script', { scripts: {} }],
    ['days', { starts_on: '2026-11-01', ends_on: '2026-11-30' }],
    ['days', { ends_on: '2026-09-30' }],
    ['budget', { budget_fen: 0 }],
    ['unitCost', { unit_costs_fen: {} }],
  ])('stops a plan without %s', (name, change) => {
    expect(missing({ ...whole, ...change })).toEqual([name]);
  });

  it('doubts a plan that costs more than it brings, but does not stop it', () => {
    const forecast = { within_budget: false, roi: -0.4, successes: 3 } as Forecast;
    const checks = checksOf({ ...whole, goal_successes: 9 }, { remaining: 0 } as Count, forecast);
    const doubts = checks.filter((check) => check.verdict === 'doubt').map((check) => check.name);
    expect(doubts).toEqual(['somebody', 'withinBudget', 'worthIt', 'goal']);
    expect(isReady(checks)).toBe(true);
  });
});
