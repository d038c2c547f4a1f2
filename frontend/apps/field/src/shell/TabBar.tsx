import { useWords } from '@gridloop/i18n';
import { NavLink } from 'react-router';

import { Icon, type IconName } from '../parts/Icon';
import style from './TabBar.module.css';

const TABS: { to: string; icon: IconName; key: string }[] = [
  { to: '/', icon: 'list', key: 'today' },
  { to: '/map', icon: 'map', key: 'map' },
  { to: '/day', icon: 'day', key: 'day' },
  { to: '/points', icon: 'points', key: 'points' },
  { to: '/settings', icon: 'settings', key: 'settings' },
];

/** The five places of the app, under the thumb. */
export function TabBar() {
  const t = useWords('shell');
  return (
    <nav className={style.bar} aria-label={t('tabs')}>
      {TABS.map(({ to, icon, key }) => (
        <NavLink key={to} to={to} end className={style.tab}>
          <Icon name={icon} size={1.5} />
          <span>{t(`tab.${key}`)}</span>
        </NavLink>
      ))}
    </nav>
  );
}
