import { useMe } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { Loading } from '@gridloop/ui';
import { Button, Drawer } from 'antd';
import { Suspense, useState } from 'react';
import { Link, Outlet, ScrollRestoration, useNavigation } from 'react-router';

import style from './Frame.module.css';
import { LanguageSwitch } from './LanguageSwitch';
import { Navigation } from './Navigation';
import { Person } from './Person';
import { Today } from './Today';

/** The frame around every screen: the loop on the left, who and when on top. */
export function Frame() {
  const t = useWords('shell');
  const me = useMe();
  const [open, setOpen] = useState(false);
  const busy = useNavigation().state !== 'idle';
  return (
    <div className={style.frame}>
      <a className={style.skip} href="#main">
        {t('skip')}
      </a>
      <header className={style.top}>
        <Button className={style.burger} onClick={() => setOpen(true)} aria-label={t('menu')}>
          ☰
        </Button>
        <Link to="/home" className={style.brand} aria-label="Gridloop">
          <img src="/favicon.svg" alt="" width={22} height={22} />
          <span className={style.word}>Gridloop</span>
        </Link>
        <span className={style.spring} />
        <Today now={me.now} simulated={me.simulation} />
        <LanguageSwitch />
        <Person me={me} />
      </header>
      <aside className={style.side}>
        <Navigation role={me.role} />
      </aside>
      <Drawer open={open} onClose={() => setOpen(false)} placement="left" size={260} title="Gridloop">
        <Navigation role={me.role} onGo={() => setOpen(false)} />
      </Drawer>
      <main id="main" className={style.main} tabIndex={-1} aria-busy={busy}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      <ScrollRestoration />
    </div>
  );
}
