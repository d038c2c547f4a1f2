import { ROLES, useSignIn, type Credentials, type DemoAccount, type Session } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { FormPanel, useRoleName } from '@gridloop/ui';
import { Form, Input } from 'antd';

import { Door } from './Door';
import style from './Door.module.css';

/** The door. In a simulation it also lists the accounts that anybody may try. */
export function SignIn({ session }: { session: Session }) {
  const t = useWords('shell');
  const signIn = useSignIn();
  const demo = session.simulation && (
    <DemoAccounts
      accounts={session.demo_accounts}
      busy={signIn.isPending}
      onPick={(username) => signIn.mutate({ username, password: session.demo_password })}
    />
  );
  return (
    <Door title={t('signIn.title')} lead={t('signIn.lead')} aside={demo}>
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
    </Door>
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
