import { NavLink } from 'react-router';

import style from './LinkTabs.module.css';

export interface LinkTab {
  to: string;
  label: string;
  /** Only the exact address counts as here. */
  end?: boolean;
}

/** The screens of one stage, as links: each has its own address. */
export function LinkTabs({ label, tabs }: { label: string; tabs: LinkTab[] }) {
  return (
    <nav aria-label={label} className={style.tabs}>
      {tabs.map((tab) => (
        <NavLink key={tab.to} to={tab.to} end={tab.end ?? false} className={style.tab}>
          {tab.label}
        </NavLink>
      ))}
    </nav>
  );
}
