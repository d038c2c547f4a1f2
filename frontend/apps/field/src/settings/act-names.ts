import { useWords } from '@gridloop/i18n';

import { useOutcomeName } from '../parts/outcome-names';
import type { Channel, Outcome } from '../store';

interface Act {
  name: string;
  args: Record<string, unknown>;
}

/** What an act was, in words. */
export function useActName(): (act: Act) => string {
  const t = useWords('settings');
  const outcomeName = useOutcomeName();
  return ({ name, args }) => {
    if (name === 'record_contact') return outcomeName(args.outcome as Outcome, args.channel as Channel);
    if (name === 'close_day') return t('act.close');
    if (name === 'appeal') return t('act.appeal');
    return name === 'reveal_phone' ? t('act.reveal') : t('act.report');
  };
}
