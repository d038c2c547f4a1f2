import { useFormat, useWords } from '@gridloop/i18n';
import { EmptyState, Meter, StaticTable, type Column } from '@gridloop/ui';

import type { Component, PersonPoints } from '../points';
import style from './Points.module.css';

/** What each rule gave, of how much, and why in words. */
export function ComponentTable({ points }: { points: PersonPoints }) {
  const t = useWords('evaluate');
  const format = useFormat();
  if (!points.components.length) return <EmptyState title={t('person.none')} hint={t('person.noneHint')} />;
  const columns: Column<Component>[] = [
    { key: 'name', title: t('rule.name'), render: (one) => <span className={style.rule}>{one.name}</span> },
    {
      key: 'points',
      title: t('person.earned'),
      numeric: true,
      render: (one) => <Earned component={one} />,
    },
    {
      key: 'maximum',
      title: t('person.maximum'),
      numeric: true,
      render: (one) => (one.maximum ? format.number(one.maximum) : '–'),
    },
    { key: 'text', title: t('person.why'), render: (one) => <span className={style.why}>{one.text}</span> },
  ];
  return <StaticTable label={t('person.how')} columns={columns} rows={points.components} rowKey={(one) => one.rule} />;
}

/** Confirmed points first; what is provisional or held is said beside them, never added silently. */
function Earned({ component }: { component: Component }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const { confirmed, provisional, held, maximum } = component;
  const text = format.fixed(confirmed, 1);
  return (
    <>
      {maximum ? <Meter share={confirmed / maximum} text={text} /> : text}
      {provisional !== 0 && (
        <small className={style.beside}>{t('person.provisional', { points: format.fixed(provisional, 1) })}</small>
      )}
      {held !== 0 && <small className={style.beside}>{t('person.held', { points: format.fixed(held, 1) })}</small>}
    </>
  );
}
