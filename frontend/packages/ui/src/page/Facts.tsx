import { Fragment, type ReactNode } from 'react';

import style from './Facts.module.css';

export interface Fact {
  label: string;
  value: ReactNode;
}

/** Names and values of one thing, aligned. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className={style.facts}>
      {facts.map((fact) => (
        <Fragment key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
