import { useWords } from '@gridloop/i18n';
import { useEffect, type ReactNode } from 'react';
import { useNavigate } from 'react-router';

import { Icon } from './Icon';
import style from './Screen.module.css';
import { SyncPill } from './SyncPill';

interface Props {
  title: string;
  /** Below the title, on the dark ground. */
  lead?: ReactNode;
  /** A screen that was gone into: it has a way back, and no tabs. */
  deep?: boolean;
  /** What to tap lies low, where the thumb is. */
  low?: boolean;
  /** Stays at the lower edge, under the thumb. */
  bar?: ReactNode;
  children: ReactNode;
}

/** The frame of every screen: what it is on top, what to do at the bottom. */
export function Screen({ title, lead, deep = false, low = false, bar, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Gridloop`;
  }, [title]);
  return (
    <div className={`${style.screen} ${deep ? style.deep : ''}`}>
      <header className={style.head}>
        <div className={style.line}>
          {deep && <Back />}
          <h1 className={style.title}>{title}</h1>
          {!deep && <SyncPill />}
        </div>
        {lead}
      </header>
      <main className={`${style.main} ${low ? style.low : ''}`}>{children}</main>
      {bar && <footer className={style.bar}>{bar}</footer>}
    </div>
  );
}

function Back() {
  const t = useWords('parts');
  const navigate = useNavigate();
  const back = () => void (history.state?.idx > 0 ? navigate(-1) : navigate('/', { replace: true }));
  return (
    <button type="button" className={style.back} onClick={back} aria-label={t('back')}>
      <Icon name="left" size={1.5} />
    </button>
  );
}
