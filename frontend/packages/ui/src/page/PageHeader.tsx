import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';

import style from './PageHeader.module.css';

export interface Crumb {
  label: string;
  to: string;
}

interface Props {
  title: string;
  /** The question that this screen answers, or what the thing is. */
  lead?: ReactNode;
  crumbs?: Crumb[];
  actions?: ReactNode;
}

/** Top of every screen: where am I, what is this, what can I do. Also names the browser tab. */
export function PageHeader({ title, lead, crumbs = [], actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Gridloop`;
  }, [title]);
  return (
    <header className={style.header}>
      <div className={style.words}>
        {crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
        <h1 className={style.title}>{title}</h1>
        {lead && <p className={style.lead}>{lead}</p>}
      </div>
      {actions && <div className={style.actions}>{actions}</div>}
    </header>
  );
}

function Crumbs({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <ol className={style.crumbs}>
      {crumbs.map((crumb) => (
        <li key={crumb.to}>
          <Link to={crumb.to}>{crumb.label}</Link>
        </li>
      ))}
    </ol>
  );
}
