import { useWords } from '@gridloop/i18n';

import { useDayNames } from '../parts/day-names';
import { Screen } from '../parts/Screen';
import { useDayWork, useHeld, type Day, type DayWork } from '../store';
import { CloseOut } from './CloseOut';
import { Diary } from './Diary';
import style from './DayScreen.module.css';
import { figuresOf, type DayFigures } from './figures';

/** What was planned, what is done, what is still open today; and the close of the day. */
export function DayScreen() {
  const t = useWords('day');
  const days = useDayNames();
  const work = useDayWork();
  if (!work) return <Screen title={t('title')}>{null}</Screen>;
  return (
    <Screen title={t('title')} lead={<p>{days.full(work.day)}</p>}>
      <Sheet work={work} />
    </Screen>
  );
}

function Sheet({ work }: { work: DayWork }) {
  const counted = useHeld<Day>('day', work.day);
  const figures = figuresOf(work, counted);
  return (
    <>
      <Figures figures={figures} overdue={work.overdue.length} />
      <CloseOut day={work.day} figures={figures} counted={counted} />
      <Diary rows={work.diary} />
    </>
  );
}

function Figures({ figures, overdue }: { figures: DayFigures; overdue: number }) {
  const t = useWords('day');
  const shown = [
    { name: t('planned'), value: figures.planned },
    { name: t('done'), value: figures.done },
    { name: t('overdue'), value: overdue, attention: overdue > 0 },
  ];
  return (
    <dl className={style.figures}>
      {shown.map(({ name, value, attention }) => (
        <div key={name} className={attention ? style.attention : undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
