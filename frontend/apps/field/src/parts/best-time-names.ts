import { useWords } from '@gridloop/i18n';

import type { BestTime } from '../store';

/** Names of the times of day that customers prefer. */
export function useBestTimeName(): (time: BestTime) => string {
  const t = useWords('parts');
  return (time) => t(`best.${time}`);
}
