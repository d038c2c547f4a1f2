import { ROLES, useSignIn, type Credentials, type DemoAccount, type Session } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { FormPanel, useRoleName } from '@gridloop/ui';
import { Form, Input } from 'antd';
import { useEffect } from 'react';

import { LanguageSwitch } from './LanguageSwitch';
import style from './SignIn.module.css';

/** The door. In a simulation it also lists the accounts that anybody may try. */
export function SignIn({ session }: { session: Session }) {
  const t = useWords('shell');
  const signIn = useSignIn();
  useEffect(() => {
    document.title = `${t('signIn.title')} · Gridloop`;
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
        <h1 className={style.title}>{t('signIn.title')}</h1>
        <p className={style.lead}>{t('signIn.lead')}</p>
        <FormPanel<Credentials>
          verb={t('signIn.verb')}
          busy={signIn.isPending}
          error={signIn.error}
          onSubmit={(credentials) => signIn.mutate(credentials)}
        >
          <Form.Item
            name="username"
            label={t('signIn.username')}
            rules={[{ required: true, message: t('signIn.needUsername') }]}
          >
            <Input autoComplete="username" autoCapitalize="none" autoFocus />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('signIn.password')}
            rules={[{ required: true, message: t('signIn.needPassword') }]}
          >
            <Input.Password autoComplete="current-password" />
          </Form.Item>
        </FormPanel>
      </div>
      {session.simulation && (
        <DemoAccounts
          accounts={session.demo_accounts}
          busy={signIn.isPending}
          onPick={(username) => signIn.mutate({ username, password: session.demo_password })}
        />
      )}
    </main>
  );
}

interface DemoProps {
  accounts: DemoAccount[];
  busy: boolean;
  onPick: (username: string) => void;
}

function DemoAccounts({ accounts, busy, onPick }: DemoProps) {
  const t = useWords('shell');
  const roleName = useRoleName();
  const inOrder = [...accounts].sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
  return (
    <section className={style.demo} aria-labelledby="demo-accounts">
      <h2 id="demo-accounts">{t('signIn.demo')}</h2>
      <p>{t('signIn.demoLead')}</p>
      <ul>
        {inOrder.map((account) => (
          <li key={account.username}>
            <button type="button" disabled={busy} onClick={() => onPick(account.username)}>
              <strong>{roleName(account.role)}</strong>
              <span>{account.name}</span>
              <span className={style.question}>{t(`question.${account.role}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
