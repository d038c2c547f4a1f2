import type { Session } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';

import { Icon } from '../parts/Icon';
import style from './SignIn.module.css';

interface Props {
  session: Session;
  busy: boolean;
  onPick: (username: string) => void;
}

/** In a simulated city anybody may try a community manager's phone. */
export function DemoAccounts({ session, busy, onPick }: Props) {
  const t = useWords('shell');
  const accounts = session.demo_accounts.filter((account) => account.role === 'community_manager');
  if (accounts.length === 0) return null;
  return (
    <section className={style.demo} aria-label={t('signIn.demo')}>
      <h2>{t('signIn.demo')}</h2>
      {accounts.map((account) => (
        <button key={account.username} type="button" disabled={busy} onClick={() => onPick(account.username)}>
          <Icon name="person" size={1.6} />
          <span>
            <strong>{account.name}</strong>
            <span>{t('signIn.demoRole', { username: account.username })}</span>
          </span>
          <Icon name="right" size={1.1} />
        </button>
      ))}
    </section>
  );
}
