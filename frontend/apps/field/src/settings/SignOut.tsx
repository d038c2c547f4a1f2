import { useWords } from '@gridloop/i18n';
import { useState } from 'react';

import { Button, Buttons } from '../parts/Button';
import { Notice } from '../parts/Notice';
import { useWaiting } from '../store';
import { useLeaving, useSync } from '../sync';

/** The way out; says first what is still on this phone. */
export function SignOut() {
  const t = useWords('settings');
  const [asked, setAsked] = useState(false);
  const [failed, setFailed] = useState(false);
  const waiting = useWaiting().length;
  const { signOut } = useLeaving();
  const sync = useSync();
  if (!asked) {
    return (
      <Button tone="danger" icon="out" onClick={() => setAsked(true)}>
        {t('signOut')}
      </Button>
    );
  }
  const leave = () => {
    setFailed(false);
    signOut().catch(() => setFailed(true));
  };
  return (
    <>
      <Notice tone={waiting > 0 ? 'attention' : 'calm'} icon={waiting > 0 ? 'wrong' : 'out'}>
        {waiting > 0 ? t('unsent', { count: waiting }) : t('signOutAsk')}
      </Notice>
      {failed && <Notice tone="attention">{t('signOutFailed')}</Notice>}
      <Buttons>
        {waiting > 0 && (
          <Button tone="main" icon="up" onClick={() => void sync.run()}>
            {t('uploadFirst')}
          </Button>
        )}
        <Button tone="danger" onClick={leave}>
          {waiting > 0 ? t('signOutAnyway') : t('signOut')}
        </Button>
        <Button onClick={() => setAsked(false)}>{t('stay')}</Button>
      </Buttons>
    </>
  );
}
