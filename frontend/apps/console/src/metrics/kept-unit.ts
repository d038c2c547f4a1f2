import { useState } from 'react';
import { useLocation } from 'react-router';

interface Kept {
  org: string | null;
  cycle: string | null;
}

/** Screens that show one unit in one month. */
const OF_A_UNIT = ['/metrics', '/metrics/grids', '/metrics/market', '/metrics/benchmark'];

/**
 * Addresses of other screens with the unit and month looked at last: who leaves the dashboard of a branch for an alert
 * comes back to the same branch.
 */
export function useKeptUnit(): (path: string) => string {
  const { pathname, search } = useLocation();
  const [kept, setKept] = useState<Kept>({ org: null, cycle: null });
  const params = new URLSearchParams(search);
  const here = { org: params.get('org'), cycle: params.get('cycle') };
  const shown = OF_A_UNIT.includes(pathname) ? here : kept;
  if (shown.org !== kept.org || shown.cycle !== kept.cycle) setKept(shown);
  const query = new URLSearchParams(Object.entries(shown).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  return (path) => (query.size > 0 ? `${path}?${query.toString()}` : path);
}
