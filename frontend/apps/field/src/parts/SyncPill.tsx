import { useWords } from '@gridloop/i18n';
import { Link } from 'react-router';

import { useFacts, useRefused, useWaiting } from '../store';
import { useSyncState } from '../sync';
import { Icon, type IconName } from './Icon';
import { useMomentNames } from './moment-names';
import style from './SyncPill.module.css';

interface Saying {
  icon: IconName;
  text: string;
  attention?: boolean;
}

/** Whether everything has arrived, in a few words; leads to the details. */
export function SyncPill() {
  const { icon, text, attention } = useSaying();
  return (
    <Link to="/sync" className={`${style.pill} ${attention ? style.attention : ''}`}>
      <Icon name={icon} size={1.3} />
      <span aria-live="polite">{text}</span>
    </Link>
  );
}

function useSaying(): Saying {
  const t = useWords('parts');
  const { lastSyncAt } = useFacts();
  const waiting = useWaiting().length;
  const refused = useRefused().length;
  const state = useSyncState();
  const time = useMomentNames().time;
  if (refused > 0) return { icon: 'wrong', text: t('sync.refused', { count: refused }), attention: true };
  if (state.kind === 'signed_out') return { icon: 'person', text: t('sync.signedOut'), attention: true };
  if (state.kind === 'failed') return { icon: 'wrong', text: t('sync.failed'), attention: true };
  if (waiting > 0) {
    return { icon: state.kind === 'offline' ? 'offline' : 'up', text: t('sync.waiting', { count: waiting }) };
  }
  if (state.kind === 'offline') return { icon: 'offline', text: t('sync.offline') };
  if (lastSyncAt === null) return { icon: 'up', text: t('sync.running') };
  return { icon: 'synced', text: t('sync.done', { time: time(lastSyncAt) }) };
}
