import type { Format } from './format';

/** What a figure counts: money in fen, things, or parts of one. */
export type FigureUnit = 'fen' | 'count' | 'share';

/** Says figures of a unit, shortened as a dashboard wants them. */
export function sayInUnit(format: Format, unit: FigureUnit): (value: number | null) => string {
  if (unit === 'fen') return format.shortMoney;
  if (unit === 'share') return (value) => format.percent(value, 2);
  return format.count;
}

/** Says a change: of shares as a difference in points, of all else as a part of what it was. */
export function sayChange(format: Format, unit: FigureUnit, change: number | null): string {
  return unit === 'share' ? format.points(change) : format.change(change);
}
