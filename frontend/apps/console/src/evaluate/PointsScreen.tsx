import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { EmptyState, Meter, type Column } from '@gridloop/ui';
import { useMemo } from 'react';

import { PeopleOfCycle } from './parts/PeopleOfCycle';
import { SchemeNote } from './parts/SchemeNote';
import { EARNING_RULES, pointsPage, type PersonPoints, type Rule } from './points';
import { useCycle } from './useCycle';

/** What everybody in sight has earned in a cycle, and by which rule. */
export function Component() {
  const t = useWords('evaluate');
  const format = useFormat();
  const cycle = useCycle();
  const page = useMemo(() => pointsPage(cycle), [cycle]);
  return (
    <PeopleOfCycle
      title={t('points.title')}
      lead={t('points.lead')}
      list={t('points.list', { cycle: format.month(cycle) })}
      cycle={cycle}
      note={<SchemeNote cycle={cycle} />}
      columns={useColumns()}
      page={page}
      empty={<EmptyState title={t('points.none')} hint={t('points.noneHint')} />}
      exportName="points"
    />
  );
}

function useColumns(): Column<PersonPoints>[] {
  const t = useWords('evaluate');
  const format = useFormat();
  const nameOf = useNameOf();
  const total = (key: 'confirmed' | 'provisional' | 'held'): Column<PersonPoints> => ({
    key,
    title: t(`account.${key}`),
    numeric: true,
    sortable: true,
    render: (row) => format.fixed(row[key], 1),
    text: (row) => String(row[key]),
  });
  return [
    {
      key: 'grid',
      title: t('points.grid'),
      wideOnly: true,
      render: (row) => nameOf({ name_zh: row.grid_name_zh, name_en: row.grid_name_en }) || '–',
      text: (row) => row.grid_code,
    },
    {
      ...total('confirmed'),
      render: (row) => (
        <Meter share={row.maximum ? row.confirmed / row.maximum : 0} text={format.fixed(row.confirmed, 1)} />
      ),
    },
    total('provisional'),
    total('held'),
    ...EARNING_RULES.map((rule) => ({
      key: rule,
      title: t(`rule.${rule}`),
      numeric: true,
      render: (row: PersonPoints) => format.fixed(earnedBy(row, rule), 1),
      text: (row: PersonPoints) => String(earnedBy(row, rule) ?? ''),
    })),
    {
      key: 'pay_fen',
      title: t('points.pay'),
      numeric: true,
      render: (row) => format.money(row.pay_fen),
      text: (row) => (row.pay_fen === null ? '' : String(row.pay_fen / 100)),
    },
  ];
}

/** What a rule gave so far, confirmed or not; null where it has no line yet. */
function earnedBy(row: PersonPoints, rule: Rule): number | null {
  const found = row.components.find((one) => one.rule === rule);
  return found ? found.confirmed + found.provisional + found.held : null;
}
