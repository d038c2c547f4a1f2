import type { Format } from './format';

/** What a figure counts: money in fen, things, parts of one, or something that is measured. */
export type FigureUnit = 'fen' | 'count' | 'share' | 'per_10k' | 'hours' | 'minutes' | 'mb' | 'mbps' | 'number';

const PER_10K = 10_000;
const MB_OF_GB = 1024;
const DIGITS = 2;

/** Says figures of a unit, shortened as a dashboard wants them. */
export function sayInUnit(format: Format, unit: FigureUnit): (value: number | null) => string {
  switch (unit) {
    case 'fen':
      return format.shortMoney;
    case 'share':
      return (value) => format.percent(value, DIGITS);
    case 'per_10k':
      return (value) => (value === null ? format.count(null) : `${format.number(value * PER_10K, 1)}‱`);
    case 'hours':
      return (value) => format.measure(value, 'hour');
    case 'minutes':
      return (value) => format.measure(value, 'minute');
    case 'mb':
      return (value) =>
        value !== null && Math.abs(value) >= MB_OF_GB
          ? format.measure(value / MB_OF_GB, 'gigabyte')
          : format.measure(value, 'megabyte');
    case 'mbps':
      return (value) => format.measure(value, 'megabit-per-second');
    case 'number':
      return (value) => format.number(value, DIGITS);
    default:
      return format.count;
  }
}

/** Says a change: of shares as a difference in points, of all else as a part of what it was. */
export function sayChange(format: Format, unit: FigureUnit, change: number | null): string {
  return unit === 'share' ? format.points(change) : format.change(change);
}
