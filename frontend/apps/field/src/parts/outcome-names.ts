import { useWords } from '@gridloop/i18n';

import type { Channel, Outcome } from '../store';
import type { IconName } from './Icon';

const ICONS: Record<Outcome, IconName> = {
  accepted: 'check',
  interested: 'star',
  call_again: 'clock',
  refused: 'cross',
  not_reached: 'missed',
  wrong_number: 'wrong',
  do_not_disturb: 'silent',
};

export function outcomeIcon(outcome: Outcome, channel: Channel): IconName {
  return outcome === 'not_reached' && channel === 'visit' ? 'away' : ICONS[outcome];
}

/** Names of outcomes; nobody reached sounds different at a door and on the phone. */
export function useOutcomeName(): (outcome: Outcome, channel: Channel) => string {
  const t = useWords('parts');
  return (outcome, channel) =>
    outcome === 'not_reached' && channel === 'visit' ? t('outcome.not_at_home') : t(`outcome.${outcome}`);
}
