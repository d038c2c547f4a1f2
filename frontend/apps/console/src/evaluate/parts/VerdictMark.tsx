import { State, type Tone } from '@gridloop/ui';

import type { Verdict } from '../results';

const TONES: Partial<Record<Verdict, Tone>> = { gain: 'done', loss: 'attention' };

/** What may honestly be said, in the words of the server. */
export function VerdictMark({ verdict, text }: { verdict: Verdict; text: string }) {
  return <State tone={TONES[verdict] ?? 'idle'}>{text}</State>;
}
