import { SELLERS, useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { EmptyState, type Column } from '@gridloop/ui';
import { useMemo } from 'react';
import { Link } from 'react-router';

import style from './parts/Interval.module.css';
import { PeopleOfCycle } from './parts/PeopleOfCycle';
import { ratesPage, type TruthRate } from './truth';
import { useCycle } from './useCycle';

/** How true each person's reports proved to be, with how sure that is. */
export function Component() {
  const t = useWords('evaluate');
  const format = useFormat();
  const cycle = useCycle();
  const page = useMemo(() => ratesPage(cycle), [cycle]);
  return (
    <PeopleOfCycle
      title={t('rates.title')}
      lead={t('rates.lead')}
      list={t('rates.list', { cycle: format.month(cycle) })}
      cycle={cycle}
      note={t('rates.note')}
      columns={useColumns()}
      page={page}
      defaultSort="-verified_false"
      empty={<EmptyState title={t('rates.none')} hint={t('rates.noneHint')} />}
      exportName="truth-rates"
    />
  );
}

function useColumns(): Column<TruthRate>[] {
  const t = useWords('evaluate');
  const format = useFormat();
  const own = SELLERS.includes(useMe().role);
  const counted = (key: 'claims' | 'verified_true' | 'verified_false' | 'open', sortable = false) => ({
    key,
    title: t(`rates.${key}`),
    numeric: true,
    sortable,
    render: (row: TruthRate) => format.count(row[key]),
    text: (row: TruthRate) => String(row[key]),
  });
  const found = counted('verified_false', true);
  return [
    { key: 'grid_code', title: t('points.grid'), wideOnly: true },
    counted('claims', true),
    counted('verified_true'),
    own
      ? found
      : {
          ...found,
          render: (row) =>
            row.verified_false ? (
              <Link to={`/evaluate/truth?person_code=${row.person_code}&state=false`}>
                {format.count(row.verified_false)}
              </Link>
            ) : (
              format.count(0)
            ),
        },
    counted('open'),
    {
      key: 'rate',
      title: t('rates.rate'),
      numeric: true,
      sortable: true,
      render: (row) => (
        <>
          <span className={style.estimate}>{format.percent(row.rate)}</span>
          {row.rate !== null && (
            <span className={style.range}>
              {t('interval.range', { low: format.percent(row.low), high: format.percent(row.high) })}
            </span>
          )}
        </>
      ),
      text: (row) => String(row.rate ?? ''),
    },
  ];
}
