import { describe, expect, it } from 'vitest';

import { buildFormat, currencyWord } from './format';

const zh = buildFormat('zh');
const en = buildFormat('en');

describe('money', () => {
  it('turns fen into yuan with the sign of the currency in both languages', () => {
    expect(zh.money(123450)).toBe('¥1,234.50');
    expect(en.money(123450)).toBe('¥1,234.50');
    expect(en.money(-5)).toBe('-¥0.05');
  });

  it('shows another currency by its own sign and word', () => {
    expect(buildFormat('en', 'UTC', 'USD').money(123450)).toBe('$1,234.50');
    expect(buildFormat('zh', 'UTC', 'USD').shortMoney(239_770)).toBe('$2,398');
    expect(currencyWord('zh', 'USD')).toBe('美元');
    expect(currencyWord('en', 'USD')).toBe('USD');
    expect([currencyWord('zh', 'CNY'), currencyWord('en', 'CNY')]).toEqual(['元', 'yuan']);
  });

  it('shortens large sums by the habits of the language', () => {
    expect(zh.shortMoney(179_000_000_00)).toBe('¥1.8亿');
    expect(en.shortMoney(179_000_000_00)).toBe('¥179M');
    expect(zh.shortMoney(239_770)).toBe('¥2,398');
  });
});

describe('times', () => {
  it('shows a moment in the zone of the tenant, whatever the zone of the machine', () => {
    expect(en.dateTime('2026-09-30T17:30:00Z')).toBe('1 Oct 2026, 01:30');
  });

  it('never slips a plain date', () => {
    expect(en.date('2026-10-01')).toBe('1 Oct 2026');
    expect(zh.date('2026-10-01')).toBe('2026年10月1日');
  });

  it('names a cycle', () => {
    expect(zh.month('2026-10')).toBe('2026年10月');
    expect(en.month('2026-10')).toBe('Oct 2026');
  });
});

describe('numbers', () => {
  it('shows shares and changes', () => {
    expect(en.percent(0.1207)).toBe('12.1%');
    expect(en.change(0.032)).toBe('+3.2%');
    expect(en.change(0)).toBe('0.0%');
    expect(en.percent(0.018, 2)).toBe('1.80%');
    expect(en.fixed(0.73, 3)).toBe('0.730');
    expect(en.points(-0.0123)).toBe('-1.23 pp');
  });

  it('shows an absent value as a dash, not as zero', () => {
    expect(en.count(null)).toBe('–');
    expect(en.money(undefined)).toBe('–');
    expect(en.date('')).toBe('–');
  });

  it('shows sizes of files', () => {
    expect(en.bytes(0)).toBe('0 B');
    expect(en.bytes(1_250_000)).toBe('1.3 MB');
  });
});
