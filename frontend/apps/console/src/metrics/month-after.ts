const MONTHS = 12;

/** The cycle so many months after one (before it, when fewer than none), as '2026-09' is one before '2026-10'. */
export function monthAfter(cycle: string, months: number): string {
  const [year = 0, month = 1] = cycle.split('-').map(Number);
  const index = year * MONTHS + month - 1 + months;
  return `${Math.floor(index / MONTHS)}-${String((index % MONTHS) + 1).padStart(2, '0')}`;
}
