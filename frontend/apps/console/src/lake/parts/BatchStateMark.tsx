import { useWords } from '@gridloop/i18n';
import { State, type Tone } from '@gridloop/ui';

import type { BatchState } from '../batches';

const TONES: Record<BatchState, Tone> = {
  loading: 'active',
  loaded: 'done',
  unchanged: 'idle',
  failed: 'attention',
  rolled_back: 'idle',
  waiting: 'idle',
};

/** The state of a batch in words. */
export function BatchStateMark({ state }: { state: BatchState }) {
  const t = useWords('lake');
  return <State tone={TONES[state]}>{t(`batch.states.${state}`)}</State>;
}
