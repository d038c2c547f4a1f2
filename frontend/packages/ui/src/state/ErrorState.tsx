import { ApiProblem, UNREACHABLE } from '@gridloop/api';
import { useWords, type Say } from '@gridloop/i18n';
import { Button } from 'antd';

import style from './State.module.css';

interface Props {
  error: unknown;
  onRetry?: () => void;
}

/** A problem as the server states it: what is wrong, where, and how to mend it. */
export function ErrorState({ error, onRetry }: Props) {
  const t = useWords('ui');
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <div className={style.box} role="alert">
      <p className={style.problem}>{titleOf(error, t)}</p>
      {problem && <ProblemList problem={problem} />}
      {onRetry && (
        <div className={style.action}>
          <Button onClick={onRetry}>{t('error.retry')}</Button>
        </div>
      )}
    </div>
  );
}

/** What a problem says, in one line. */
export function titleOf(error: unknown, t: Say): string {
  if (!(error instanceof ApiProblem)) return t('error.unexpected');
  if (error.code === UNREACHABLE) return t('error.unreachable');
  return error.title || error.detail || t('error.status', { status: error.status });
}

/** Every single error of a problem: where, what, how to mend. */
export function ProblemList({ problem }: { problem: ApiProblem }) {
  const t = useWords('ui');
  const told = problem.errors.filter((one) => one.where || one.mend || one.what !== problem.title);
  if (told.length === 0) return null;
  return (
    <ul className={style.errors}>
      {told.map((one, index) => (
        <li key={`${one.where}-${index}`}>
          {one.where && <code>{one.where}</code>} {one.what !== problem.title && one.what}
          {one.mend && (
            <span className={style.mend}>
              {t('error.mend')} {one.mend}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
