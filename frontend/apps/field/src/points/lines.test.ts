import { describe, expect, it } from 'vitest';

import type { PointsLine } from '../store';
import { byRule, mayAppeal } from './lines';

function line(rule: string, points: number, state: PointsLine['state']): PointsLine {
  const text = { zh: rule, en: rule };
  return { rule, name: text, text, points, state };
}

describe('points', () => {
  it('are shown by rule, in their order, and say what is not settled', () => {
    const lines = [line('success', 2.5, 'provisional'), line('success', 100, 'confirmed'), line('truth', 190, 'confirmed')];
    const shown = byRule({ lines }).map(({ rule, points, open, lines: own }) => [rule, points, open, own.length]);
    expect(shown).toEqual([
      ['success', 102.5, true, 2],
      ['truth', 190, false, 1],
    ]);
  });

  it('may be appealed against, what an appeal gave may not', () => {
    expect([mayAppeal('success'), mayAppeal('appeal')]).toEqual([true, false]);
  });
});
