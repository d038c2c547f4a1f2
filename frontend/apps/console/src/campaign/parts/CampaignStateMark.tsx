import { useWords } from '@gridloop/i18n';
import { State, type Tone } from '@gridloop/ui';

import type { CampaignState } from '../campaigns';

const TONES: Record<CampaignState, Tone> = {
  draft: 'idle',
  submitted: 'active',
  approved: 'active',
  rejected: 'attention',
  launched: 'active',
  paused: 'idle',
  ended: 'done',
  closed: 'idle',
};

/** Where a campaign is in its life. */
export function CampaignStateMark({ state }: { state: CampaignState }) {
  const t = useWords('campaign');
  return <State tone={TONES[state]}>{t(`state.${state}`)}</State>;
}
