import { useWords } from '@gridloop/i18n';
import { State, type Tone } from '@gridloop/ui';

import type { Batch, BatchState } from '../batches';

const TONES: Record<BatchState, Tone> = {
  loading: 'active',
  loaded: 'done',
  unchanged: 'idle',
  failed: 'attention',
  rolled_back: 'idle',
  waiting: 'idle',
};

/** The state of a batch in words. */
export function BatchStateMark({ batch }: { batch: Pick<Batch, 'state' | 'held'> }) {
  const t = useWords('lake');
  const { state } = batch;
  if (batch.held) return <State tone="attention">{t('batch.held')}</State>;
  return <State tone={TONES[state]}>{t(`batch.states.${state}`)}</State>;
}
