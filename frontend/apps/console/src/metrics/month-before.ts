const MONTHS = 12;

/** The cycle before one, as '2026-09' of '2026-10': in a list of cycles that have figures it may be missing. */
export function monthBefore(cycle: string): string {
  const [year = 0, month = 1] = cycle.split('-').map(Number);
  const index = year * MONTHS + month - 2;
  return `${Math.floor(index / MONTHS)}-${String((index % MONTHS) + 1).padStart(2, '0')}`;
}
