import { useQuery } from '@tanstack/react-query';

import { schemes } from '../points';

/** The points scheme in force in a cycle, in one sentence. */
export function SchemeNote({ cycle }: { cycle: string }) {
  const all = useQuery(schemes).data ?? [];
  const inForce = all.find((one) => one.valid_from.slice(0, 7) <= cycle) ?? all[0];
  return inForce ? `${inForce.version}: ${inForce.text}` : null;
}
