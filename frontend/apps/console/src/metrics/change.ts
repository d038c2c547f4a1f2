import { sayChange, type Format } from '@gridloop/i18n';

import type { FigureOf } from './dashboard';
import type { IndicatorUnit } from './indicators';

/** Says the change of a figure to the month before. */
export function changeOf(format: Format, unit: IndicatorUnit, figure: FigureOf): string {
  return sayChange(format, unit, unit === 'share' ? figure.change : figure.change_ratio);
}
