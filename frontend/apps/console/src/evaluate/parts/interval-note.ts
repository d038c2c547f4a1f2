import { useWords } from '@gridloop/i18n';

import type { Interval } from '../results';

type Note = (interval: Interval | null | undefined, say: (value: number) => string) => string;

/** Says the range of an estimate; that nothing is proven is said with it, and not left to the reader to see. */
export function useIntervalNote(proven: boolean): Note {
  const t = useWords('evaluate');
  return (interval, say) => {
    if (!interval) return t('summary.unknown');
    const ends = { low: say(interval.low), high: say(interval.high) };
    const holdsZero = interval.low <= 0 && interval.high >= 0;
    return t(proven && !holdsZero ? 'interval.range' : 'interval.unproven', ends);
  };
}
