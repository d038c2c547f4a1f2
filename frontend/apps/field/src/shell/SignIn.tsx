import { ApiProblem, client, read, type Session } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { useEffect, useState, type FormEvent } from 'react';

import { Button } from '../parts/Button';
import { Notice } from '../parts/Notice';
import { keepOwner, type Owner } from '../store';
import { DemoAccounts } from './DemoAccounts';
import { FirstPassword } from './FirstPassword';
import { LanguageLink } from './LanguageLink';
import { ownerOf, worksInTheField } from './owner';
import style from './SignIn.module.css';

interface Props {
  /** Whose work is on this phone already. */
  expected?: Owner;
  onSignedIn: (owner: Owner) => void;
}

type Trouble = 'offline' | 'role' | ApiProblem;

/** The door; needs a network this once. */
export function SignIn({ expected, onSignedIn }: Props) {
  const t = useWords('shell');
  const [session, setSession] = useState<Session>();
  const [trouble, setTrouble] = useState<Trouble>();
  const [busy, setBusy] = useState(false);
  const adopt = async (found: Session) => {
    setSession(found);
    if (!worksInTheField(found)) return setTrouble('role');
    if (found.must_change_password) return;
    const owner = ownerOf(found);
    await keepOwner(owner);
    void navigator.storage?.persist?.();
    onSignedIn(owner);
  };
  useEffect(() => {
    const look = async () => {
      const found = await read(client.GET('/api/kernel/session'));
      setSession(found);
      if (found.username && !expected) await adopt(found);
    };
    look().catch((problem) => setTrouble(troubleOf(problem)));
    // Once: later answers come from signing in.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const signIn = async (username: string, password: string) => {
    setBusy(true);
    setTrouble(undefined);
    try {
      await adopt(await read(client.POST('/api/kernel/session', { body: { username, password } })));
    } catch (problem) {
      setTrouble(troubleOf(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={style.page}>
      <header className={style.head}>
        <LanguageLink />
        <img src="/field/icon.svg" alt="" width={64} height={64} />
        <h1>Gridloop</h1>
        <p>{t('signIn.lead')}</p>
      </header>
      <main className={style.main}>
        {trouble && <TroubleNotice trouble={trouble} />}
        {session?.must_change_password && !trouble ? (
          <FirstPassword session={session} onChanged={(found) => void adopt(found)} />
        ) : (
          <>
            {session?.simulation && (
              <DemoAccounts session={session} busy={busy} onPick={(name) => void signIn(name, session.demo_password)} />
            )}
            <Form expected={expected} busy={busy} onSubmit={(name, password) => void signIn(name, password)} />
          </>
        )}
      </main>
    </div>
  );
}

function troubleOf(problem: unknown): Trouble {
  return problem instanceof ApiProblem && problem.status !== 0 ? problem : 'offline';
}

function TroubleNotice({ trouble }: { trouble: Trouble }) {
  const t = useWords('shell');
  if (trouble === 'offline') return <Notice icon="offline">{t('signIn.offline')}</Notice>;
  if (trouble === 'role') {
    return (
      <Notice tone="attention" action={<a href="/">{t('signIn.console')}</a>}>
        {t('signIn.role')}
      </Notice>
    );
  }
  return <Notice tone="attention">{trouble.title}</Notice>;
}

interface FormProps {
  expected: Owner | undefined;
  busy: boolean;
  onSubmit: (username: string, password: string) => void;
}

function Form({ expected, busy, onSubmit }: FormProps) {
  const t = useWords('shell');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    // Staff numbers are written with capitals, user names without.
    onSubmit(String(form.get('username')).trim().toLowerCase(), String(form.get('password')));
  };
  return (
    <form className={style.form} onSubmit={submit}>
      <label>
        {t('signIn.username')}
        <input
          name="username"
          required
          autoComplete="username"
          autoCapitalize="none"
          defaultValue={expected?.username}
        />
      </label>
      <label>
        {t('signIn.password')}
        <input name="password" type="password" required autoComplete="current-password" />
      </label>
      <Button type="submit" tone="main" disabled={busy}>
        {t('signIn.verb')}
      </Button>
    </form>
  );
}
