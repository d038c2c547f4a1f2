import { useWords } from '@gridloop/i18n';
import { Link } from 'react-router';

import { Icon } from '../parts/Icon';
import { Panel } from '../parts/Panel';
import { useRefused, useWaiting, type Day } from '../store';
import { CloseDay } from './CloseDay';
import style from './CloseOut.module.css';
import type { DayFigures } from './figures';

interface Check {
  done: boolean;
  text: string;
  to: string;
}

interface Props {
  day: string;
  figures: DayFigures;
  counted: Day | null | undefined;
}

/** Before going home: what is open, what waits, what was refused; then the day is closed. */
export function CloseOut({ day, figures, counted }: Props) {
  const t = useWords('day');
  const waiting = useWaiting().filter((row) => row.name !== 'close_day').length;
  const refused = useRefused().length;
  const { open } = figures;
  const checks: Check[] = [
    { done: open === 0, text: open === 0 ? t('noneOpen') : t('open', { count: open }), to: '/' },
    { done: waiting === 0, text: waiting === 0 ? t('noneWaiting') : t('waiting', { count: waiting }), to: '/sync' },
  ];
  if (refused > 0) checks.push({ done: false, text: t('refused', { count: refused }), to: '/sync' });
  return (
    <Panel title={t('closeOut')}>
      <ul className={style.checks}>
        {checks.map((check) => (
          <li key={check.text}>
            <Link to={check.to} className={check.done ? style.done : style.open}>
              <Icon name={check.done ? 'check' : 'clock'} />
              <span>{check.text}</span>
              {!check.done && <Icon name="right" size={1} />}
            </Link>
          </li>
        ))}
      </ul>
      <CloseDay day={day} figures={figures} counted={counted} />
    </Panel>
  );
}
