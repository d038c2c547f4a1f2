import { useWords } from '@gridloop/i18n';
import { useState } from 'react';

import { Button } from '../parts/Button';
import { Chips } from '../parts/Chips';
import { Icon } from '../parts/Icon';
import { useMomentNames } from '../parts/moment-names';
import {
  keepAct,
  LEFT_REASONS,
  presentMoment,
  readFacts,
  usePhone,
  useUnseenAct,
  type CloseArgs,
  type Closed,
  type Day,
  type LeftReason,
} from '../store';
import { useSync } from '../sync';
import style from './CloseOut.module.css';
import { closeArgs, isOutOfDate, type DayFigures } from './figures';

interface Props {
  day: string;
  figures: DayFigures;
  counted: Day | null | undefined;
}

/** Tells the grid manager that the day is over; what is left needs one tap for its reason. */
export function CloseDay({ day, figures, counted }: Props) {
  const t = useWords('day');
  const unseen = useUnseenAct<CloseArgs>('close_day', (args) => args.day === day);
  const closed = unseen ? asClosed(unseen.args as unknown as CloseArgs, unseen.claimedAt) : counted?.closed;
  const close = useClose(day, figures);
  const [reason, setReason] = useState<LeftReason>();
  const left = figures.open > 0;
  return (
    <>
      {closed && <AlreadyClosed closed={closed} waiting={unseen !== null && !unseen.arrived} />}
      {(!closed || isOutOfDate(closed, figures)) && (
        <>
          {left && (
            <Chips
              title={t('leftTitle', { count: figures.open })}
              chips={LEFT_REASONS.map((value) => ({ value, name: t(`left.${value}`) }))}
              chosen={reason}
              onChoose={setReason}
            />
          )}
          <Button tone="main" icon="day" disabled={left && !reason} onClick={() => void close(reason)}>
            {left && !reason ? t('chooseReason') : closed ? t('closeAgain') : t('closeNow')}
          </Button>
        </>
      )}
    </>
  );
}

function asClosed({ planned, done, left_open, left_reason }: CloseArgs, claimed_at: string): Closed {
  return { planned, done, left_open, left_reason: left_reason ?? '', claimed_at };
}

function useClose(day: string, figures: DayFigures) {
  const t = useWords('day');
  const { database } = usePhone();
  const sync = useSync();
  return async (reason: LeftReason | undefined) => {
    const claimedAt = presentMoment(await readFacts(database));
    await keepAct(database, { name: 'close_day', args: closeArgs(day, figures, reason), about: t('closeOut'), claimedAt });
    sync.runAfter(0);
  };
}

function AlreadyClosed({ closed, waiting }: { closed: Closed; waiting: boolean }) {
  const t = useWords('day');
  const { timeOf } = useMomentNames();
  const { left_open: left, left_reason: why, done } = closed;
  return (
    <p className={style.closed} role="status">
      <Icon name="check" />
      <span>
        {t('closedAt', { time: timeOf(closed.claimed_at), done })}
        {left > 0 && why && <span className={style.detail}>{t('closedLeft', { count: left, why: t(`left.${why}`) })}</span>}
        {waiting && <span className={style.detail}>{t('closedWaiting')}</span>}
      </span>
    </p>
  );
}
