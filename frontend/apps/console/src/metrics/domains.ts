import type { Indicator } from './indicators';

/** The parts of the business, in the order of the library. */
export const DOMAINS: readonly Indicator['domain'][] = [
  'revenue',
  'users',
  'development',
  'retention',
  'broadband',
  'bundles',
  'network',
  'service',
  'marketing',
  'cost',
  'market',
];
export const UNITS: readonly Indicator['unit'][] = [
  'count',
  'fen',
  'share',
  'per_10k',
  'hours',
  'minutes',
  'mb',
  'mbps',
  'number',
];
export const DIRECTIONS: readonly Indicator['direction'][] = ['up', 'down', 'neutral'];
