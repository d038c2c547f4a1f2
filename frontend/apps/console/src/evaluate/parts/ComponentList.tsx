import { useFormat, useWords } from '@gridloop/i18n';
import { EmptyState, Meter } from '@gridloop/ui';

import type { Component, PersonPoints } from '../points';
import style from './Points.module.css';

/** What each rule gave, of how much, and why in words. */
export function ComponentList({ points }: { points: PersonPoints }) {
  const t = useWords('evaluate');
  if (!points.components.length) return <EmptyState title={t('person.none')} hint={t('person.noneHint')} />;
  return (
    <ul className={style.components} aria-label={t('person.how')}>
      {points.components.map((one) => (
        <li key={one.rule} className={style.component}>
          <span className={style.rule}>{one.name}</span>
          <Earned component={one} />
          <span className={style.why}>{one.text}</span>
        </li>
      ))}
    </ul>
  );
}

/** Confirmed points first; what is provisional or held is said beside them, never added silently. */
function Earned({ component }: { component: Component }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const { confirmed, provisional, held, maximum } = component;
  const text = maximum
    ? t('person.ofTotal', { points: format.fixed(confirmed, 1), maximum: format.number(maximum) })
    : format.fixed(confirmed, 1);
  return (
    <span>
      {maximum ? <Meter share={confirmed / maximum} text={text} /> : text}
      {provisional !== 0 && (
        <small className={style.beside}>{t('person.provisional', { points: format.fixed(provisional, 1) })}</small>
      )}
      {held !== 0 && <small className={style.beside}>{t('person.held', { points: format.fixed(held, 1) })}</small>}
    </span>
  );
}
