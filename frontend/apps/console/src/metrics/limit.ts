import type { AlertRule } from './alerts';
import type { IndicatorUnit } from './indicators';

const OF_UNIT: Partial<Record<IndicatorUnit, number>> = { fen: 100, share: 0.01, per_10k: 0.0001 };
const PER_CENT = 0.01;

/** How many of what the library counts in make one of what people write a limit in: yuan, per cent. */
export function scaleOfLimit(kind: AlertRule['kind'], unit: IndicatorUnit | undefined): number {
  if (kind === 'goal') return PER_CENT;
  return kind === 'anomaly' || !unit ? 1 : (OF_UNIT[unit] ?? 1);
}

/** A limit as it is written, and as it is kept. */
export const writtenLimit = (limit: number, scale: number) => Number((limit / scale).toFixed(4));
export const keptLimit = (written: number, scale: number) => Number((written * scale).toFixed(8));
