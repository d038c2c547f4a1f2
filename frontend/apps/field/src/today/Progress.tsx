import { useWords } from '@gridloop/i18n';

import { useHeld, type Day, type DayWork } from '../store';
import style from './Progress.module.css';

/** How far the day has come. */
export function Progress({ work }: { work: DayWork }) {
  const t = useWords('today');
  const counted = useHeld<Day>('day', work.day);
  const done = Math.max(new Set(work.diary.map((row) => row.orderId)).size, counted?.done ?? 0);
  const all = done + work.open;
  return (
    <div className={style.progress}>
      <p>
        {t('done', { done, all })}
        {work.overdue.length > 0 && <span className={style.late}>{t('late', { count: work.overdue.length })}</span>}
      </p>
      <div className={style.track} role="progressbar" aria-valuenow={done} aria-valuemin={0} aria-valuemax={all} aria-label={t('progress')}>
        <i style={{ width: all > 0 ? `${(100 * done) / all}%` : 0 }} />
      </div>
    </div>
  );
}
