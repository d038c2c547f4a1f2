import { useWords } from '@gridloop/i18n';
import { Link } from 'react-router';

import { Icon } from '../parts/Icon';
import { Panel } from '../parts/Panel';
import { useRefused, useWaiting, type DayWork } from '../store';
import style from './CloseOut.module.css';

interface Check {
  done: boolean;
  text: string;
  to: string;
}

/** Before going home: nothing open, nothing waiting, nothing refused. */
export function CloseOut({ work }: { work: DayWork }) {
  const t = useWords('day');
  const waiting = useWaiting().length;
  const refused = useRefused().length;
  const open = work.today.length + work.overdue.length;
  const checks: Check[] = [
    { done: open === 0, text: open === 0 ? t('noneOpen') : t('open', { count: open }), to: '/' },
    { done: waiting === 0, text: waiting === 0 ? t('noneWaiting') : t('waiting', { count: waiting }), to: '/sync' },
  ];
  if (refused > 0) checks.push({ done: false, text: t('refused', { count: refused }), to: '/sync' });
  const all = checks.every((check) => check.done);
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
      {all && <p className={style.closed}>{t('closed')}</p>}
    </Panel>
  );
}
