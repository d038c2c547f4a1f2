import { useSignOut, type Me } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { Button } from 'antd';
import { useEffect } from 'react';

import { LanguageSwitch } from './LanguageSwitch';
import { PasswordForm } from './PasswordForm';
import style from './SignIn.module.css';

/** Behind the door: whoever came with a password that he was handed chooses his own before anything else. */
export function FirstPassword({ me }: { me: Me }) {
  const t = useWords('shell');
  const signOut = useSignOut();
  useEffect(() => {
    document.title = `${t('password.firstTitle')} · Gridloop`;
  }, [t]);
  return (
    <main className={style.page}>
      <div className={style.language}>
        <LanguageSwitch anonymous />
      </div>
      <div className={style.panel}>
        <p className={style.brand}>
          <img src="/favicon.svg" alt="" width={28} height={28} />
          Gridloop
        </p>
        <h1 className={style.title}>{t('password.firstTitle')}</h1>
        <p className={style.lead}>{t('password.firstLead', { name: me.name })}</p>
        <PasswordForm me={me} />
        <Button type="link" onClick={() => signOut.mutate()} style={{ paddingInline: 0, marginTop: 12 }}>
          {t('signOut')}
        </Button>
      </div>
    </main>
  );
}
