import { useWords } from '@gridloop/i18n';
import { useNavigate } from 'react-router';

import { Button } from '../parts/Button';
import { Icon } from '../parts/Icon';
import { useMomentNames } from '../parts/moment-names';
import { Notice } from '../parts/Notice';
import { Panel } from '../parts/Panel';
import { Screen } from '../parts/Screen';
import { useFacts, usePhone, useWaiting, type OutboxRow } from '../store';
import { useSync, useSyncState } from '../sync';
import { useActName } from './act-names';
import { RefusedList } from './RefusedList';
import style from './SyncScreen.module.css';

/** What has arrived, what waits, what was not accepted, and when we last talked. */
export function SyncScreen() {
  const t = useWords('settings');
  const { owner } = usePhone();
  const { lastSyncAt, notices } = useFacts();
  const waiting = useWaiting();
  const { dayAndTime } = useMomentNames();
  // The clock of a simulated city never agrees with the phone's.
  const told = notices.filter((notice) => !(owner.simulation && notice.code === 'field.clock_skew'));
  return (
    <Screen title={t('sync')} deep>
      <Trouble />
      <section className={style.state}>
        <span className={waiting.length > 0 ? style.open : style.done}>
          <Icon name={waiting.length > 0 ? 'up' : 'synced'} size={2.4} />
        </span>
        <p className={style.count}>{waiting.length > 0 ? t('waiting', { count: waiting.length }) : t('allUploaded')}</p>
        <p>{lastSyncAt === null ? t('never') : t('last', { time: dayAndTime(lastSyncAt) })}</p>
        <SyncButton />
      </section>
      <RefusedList />
      {told.map((notice) => (
        <Notice key={notice.code} icon="clock">
          {notice.text}
        </Notice>
      ))}
      <WaitingList rows={waiting} />
    </Screen>
  );
}

export function SyncButton() {
  const t = useWords('settings');
  const sync = useSync();
  const busy = useSyncState().kind === 'running';
  return (
    <Button tone="main" icon="up" disabled={busy} onClick={() => void sync.run()}>
      {busy ? t('syncing') : t('syncNow')}
    </Button>
  );
}

function Trouble() {
  const t = useWords('settings');
  const navigate = useNavigate();
  const state = useSyncState();
  if (state.kind === 'offline') return <Notice icon="offline">{t('offline')}</Notice>;
  if (state.kind === 'signed_out') {
    return (
      <>
        <Notice tone="attention" icon="person">
          {t('signedOut')}
        </Notice>
        <Button icon="person" onClick={() => void navigate('/sign-in')}>
          {t('signInAgain')}
        </Button>
      </>
    );
  }
  if (state.kind === 'failed') return <Notice tone="attention">{state.problem.title || t('failed')}</Notice>;
  return null;
}

function WaitingList({ rows }: { rows: OutboxRow[] }) {
  const t = useWords('settings');
  const name = useActName();
  const { timeOf } = useMomentNames();
  if (rows.length === 0) return null;
  return (
    <Panel title={t('waitingTitle')}>
      <ul className={style.rows}>
        {rows.map((row) => (
          <li key={row.order}>
            <span>
              <strong>{row.about}</strong> {name(row)}
            </span>
            <time dateTime={row.claimedAt}>{timeOf(row.claimedAt)}</time>
          </li>
        ))}
      </ul>
      <p className={style.safe}>{t('safe')}</p>
    </Panel>
  );
}
