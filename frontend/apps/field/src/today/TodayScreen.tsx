import { useWords } from '@gridloop/i18n';

import { useDayNames } from '../parts/day-names';
import { Empty } from '../parts/Empty';
import { Screen } from '../parts/Screen';
import { useDayWork, type DayWork } from '../store';
import { GroupOfOrders } from './GroupOfOrders';
import { NextCard } from './NextCard';
import { Progress } from './Progress';

/** What do I do next? */
export function TodayScreen() {
  const t = useWords('today');
  const days = useDayNames();
  const work = useDayWork();
  if (!work) return <Screen title={t('today')}>{null}</Screen>;
  if (!work.synced && work.orders.length === 0) {
    return (
      <Screen title={t('today')}>
        <Empty icon="up" title={t('loading')} hint={t('loadingHint')} />
      </Screen>
    );
  }
  return (
    <Screen title={days.full(work.day)} lead={<Progress work={work} />}>
      <Work work={work} />
    </Screen>
  );
}

function Work({ work }: { work: DayWork }) {
  const t = useWords('today');
  const { next, agreed, overdue, today, later, day, diary } = work;
  const others = (orders: typeof today) => orders.filter((order) => order.id !== next?.id);
  const doneAll = !next && diary.length > 0;
  return (
    <>
      {next && <NextCard order={next} day={day} alone={work.open === 1} />}
      {!next && (
        <Empty
          icon="check"
          title={doneAll ? t('allDone') : t('nothing')}
          hint={doneAll ? t('allDoneHint', { count: diary.length }) : t('nothingHint')}
        />
      )}
      <GroupOfOrders title={t('agreed')} orders={others(agreed)} day={day} open />
      <GroupOfOrders title={t('overdue')} orders={others(overdue)} day={day} attention open />
      <GroupOfOrders title={t('today')} orders={others(today)} day={day} open />
      <GroupOfOrders title={t('later')} orders={later} day={day} />
    </>
  );
}
