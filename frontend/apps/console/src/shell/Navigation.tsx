import type { Role } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { NavLink } from 'react-router';

import style from './Navigation.module.css';
import { stages } from './stages';

const HOME = 'home';
/** Stands beside the loop, not in it. */
const BESIDE = 'kernel';

interface Props {
  role: Role;
  onGo?: () => void;
}

/** The loop itself, in order, as far as it is this role's. */
export function Navigation({ role, onGo }: Props) {
  const t = useWords('shell');
  const own = stages.filter((stage) => stage.roles.includes(role)).map((stage) => stage.name);
  const link = (name: string) => (
    <li key={name}>
      <NavLink to={`/${name}`} className={style.link} {...(onGo ? { onClick: onGo } : {})}>
        {t(`nav.${name}`)}
      </NavLink>
    </li>
  );
  const loop = own.filter((name) => name !== HOME && name !== BESIDE);
  return (
    <nav aria-label={t('navigation')} className={style.navigation}>
      <ul className={style.plain}>{own.includes(HOME) && link(HOME)}</ul>
      {loop.length > 0 && <ol className={style.loop}>{loop.map(link)}</ol>}
      <ul className={style.plain}>{own.includes(BESIDE) && link(BESIDE)}</ul>
    </nav>
  );
}
