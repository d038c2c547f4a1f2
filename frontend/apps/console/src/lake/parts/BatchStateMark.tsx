import { useWords } from '@gridloop/i18n';
import { State, type Tone } from '@gridloop/ui';

import { hasStopped, type Batch, type BatchState } from '../batches';

const TONES: Record<BatchState, Tone> = {
  loading: 'active',
  loaded: 'done',
  unchanged: 'idle',
  failed: 'attention',
  rolled_back: 'idle',
  waiting: 'idle',
};

/** The state of a batch in words. */
export function BatchStateMark({ batch }: { batch: Pick<Batch, 'state' | 'held' | 'let_pass' | 'error'> }) {
  const t = useWords('lake');
  const { state } = batch;
  if (batch.held) return <State tone="attention">{t('batch.held')}</State>;
  if (batch.let_pass) return <State tone="active">{t('batch.letPass')}</State>;
  if (hasStopped(batch)) return <State tone="idle">{t('batch.stopped')}</State>;
  return <State tone={TONES[state]}>{t(`batch.states.${state}`)}</State>;
}
