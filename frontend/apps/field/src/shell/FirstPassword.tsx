import { ApiProblem, client, read, type Session } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { useState, type FormEvent } from 'react';

import { Button } from '../parts/Button';
import { Notice } from '../parts/Notice';
import style from './SignIn.module.css';

interface Props {
  session: Session;
  onChanged: (session: Session) => void;
}

/** Whoever came with a password that he was handed chooses his own before anything else. */
export function FirstPassword({ session, onChanged }: Props) {
  const t = useWords('shell');
  const [wrong, setWrong] = useState<string[]>();
  const [busy, setBusy] = useState(false);
  const change = async (current_password: string, new_password: string) => {
    setBusy(true);
    setWrong(undefined);
    try {
      onChanged(await read(client.PUT('/api/kernel/session/password', { body: { current_password, new_password } })));
    } catch (problem) {
      setWrong(problem instanceof ApiProblem && problem.status !== 0 ? saidOf(problem) : [t('password.offline')]);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const wanted = String(form.get('new'));
    if (wanted !== String(form.get('again'))) return setWrong([t('password.differs')]);
    void change(String(form.get('current')), wanted);
  };
  return (
    <form className={style.form} onSubmit={submit}>
      <h2>{t('password.title')}</h2>
      <p>{t('password.lead')}</p>
      <input hidden readOnly autoComplete="username" value={session.username} />
      <label>
        {t('password.current')}
        <input name="current" type="password" required autoComplete="current-password" />
      </label>
      <label>
        {t('password.new')}
        <input name="new" type="password" required autoComplete="new-password" aria-describedby="password-rule" />
      </label>
      <p id="password-rule">{t('password.rule')}</p>
      <label>
        {t('password.again')}
        <input name="again" type="password" required autoComplete="new-password" />
      </label>
      {wrong && (
        <Notice tone="attention">
          {wrong.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </Notice>
      )}
      <Button type="submit" tone="main" disabled={busy}>
        {t('password.verb')}
      </Button>
    </form>
  );
}

function saidOf({ errors, title }: ApiProblem): string[] {
  const lines = errors.flatMap(({ what, mend }) => [what, mend]).filter(Boolean);
  return lines.length ? lines : [title];
}
