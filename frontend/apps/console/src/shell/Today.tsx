import { useFormat, useWords } from '@gridloop/i18n';

import style from './Today.module.css';

/** The business day of the installation; in a simulation it is not the day on the reader's wall. */
export function Today({ now, simulated }: { now: string; simulated: boolean }) {
  const t = useWords('shell');
  const format = useFormat();
  return (
    <span className={style.today}>
      <time dateTime={now}>{format.day(now)}</time>
      {simulated && <span className={style.simulated}>{t('simulated')}</span>}
    </span>
  );
}
