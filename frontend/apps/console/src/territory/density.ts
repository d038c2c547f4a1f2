import type { Format } from '@gridloop/i18n';

const FEW = 10;

/** Customers on a square kilometre: whole numbers in town, decimals in the country. */
export function sayDensity(format: Format, density: number | null): string {
  return format.number(density, density !== null && density < FEW ? 2 : 0);
}
