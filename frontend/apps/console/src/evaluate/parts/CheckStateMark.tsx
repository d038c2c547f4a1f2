import { useWords } from '@gridloop/i18n';
import { State, type Tone } from '@gridloop/ui';

import type { CheckState } from '../truth';

const TONES: Record<CheckState, Tone> = { open: 'active', true: 'done', false: 'attention', unknown: 'idle' };

/** Whether a report was found to be true. */
export function CheckStateMark({ state }: { state: CheckState }) {
  const t = useWords('evaluate');
  return <State tone={TONES[state]}>{t(`check.states.${state}`)}</State>;
}
