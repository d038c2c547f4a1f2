import type { Format, Say } from '@gridloop/i18n';

const FEN_PER_YUAN = 100;
const PER_CENT = 100;
const PER_10K = 10_000;

/** How many of what the server counts in make one of what people speak in. */
export function scaleOf(unit: string): number {
  if (unit === 'fen') return FEN_PER_YUAN;
  if (unit === 'per_10k') return 1 / PER_10K;
  return unit === 'share' ? 1 / PER_CENT : 1;
}

/** A number in the unit of its field, for reading. */
export function sayAmount(format: Format, unit: string, value: number | null, t: Say): string {
  if (value === null) return format.count(value);
  if (unit === 'fen') return format.money(value);
  if (unit === 'share') return format.percent(value);
  if (unit === 'per_10k') return `${format.number(value * PER_10K, 1)}‱`;
  const number = format.number(value, 2);
  return unit === '' || unit === 'count' || unit === 'number'
    ? number
    : t('unit.with', { number, unit: t(`unit.${unit}`) });
}
