import { useWords } from '@gridloop/i18n';

import { useDayNames } from '../parts/day-names';
import { Screen } from '../parts/Screen';
import { useDayWork, useHeld, type Day, type DayWork } from '../store';
import { CloseOut } from './CloseOut';
import { Diary } from './Diary';
import style from './DayScreen.module.css';

/** What was planned, what is done, what is still open today. */
export function DayScreen() {
  const t = useWords('day');
  const days = useDayNames();
  const work = useDayWork();
  if (!work) return <Screen title={t('title')}>{null}</Screen>;
  return (
    <Screen title={t('title')} lead={<p>{days.full(work.day)}</p>}>
      <Figures work={work} />
      <CloseOut work={work} />
      <Diary rows={work.diary} />
    </Screen>
  );
}

function Figures({ work }: { work: DayWork }) {
  const t = useWords('day');
  const counted = useHeld<Day>('day', work.day);
  const done = Math.max(new Set(work.diary.map((row) => row.orderId)).size, counted?.done ?? 0);
  const open = work.today.length + work.overdue.length;
  const figures = [
    { name: t('planned'), value: Math.max(counted?.planned ?? 0, done + open) },
    { name: t('done'), value: done },
    { name: t('overdue'), value: work.overdue.length, attention: work.overdue.length > 0 },
  ];
  return (
    <dl className={style.figures}>
      {figures.map(({ name, value, attention }) => (
        <div key={name} className={attention ? style.attention : undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
