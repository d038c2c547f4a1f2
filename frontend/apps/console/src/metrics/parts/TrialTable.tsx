import { sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';

import type { Trial } from '../definitions';
import type { IndicatorUnit } from '../indicators';
import { dimensions, NOT_A_SPLIT } from '../splits';

type Line = Trial['rows'][number];

/** An indicator of the newest month by branch, and what it can be split by, before it is published. */
export function TrialTable({ trial, unit, isRatio }: { trial: Trial; unit: IndicatorUnit; isRatio: boolean }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const known = useQuery(dimensions).data ?? [];
  const splits = trial.dimensions.filter((name) => !NOT_A_SPLIT.includes(name));
  const title = t('define.trialOf', { cycle: format.month(trial.cycle) });
  const say = (name: string) => {
    const found = known.find((one) => one.name === name);
    return found ? nameOf(found) : name;
  };
  const parts: Column<Line>[] = [
    { key: 'numerator', title: t('define.top'), numeric: true, render: (row) => format.number(row.numerator, 2) },
    {
      key: 'denominator',
      title: t('define.bottom'),
      numeric: true,
      render: (row) => format.number(row.denominator, 2),
    },
  ];
  return (
    <>
      <p>{title}</p>
      <StaticTable
        label={title}
        rows={trial.rows}
        rowKey={(row) => row.org_code}
        columns={[
          { key: 'name', title: t('define.unitName'), render: nameOf },
          ...(isRatio ? parts : []),
          {
            key: 'value',
            title: t('define.result'),
            numeric: true,
            render: (row) => sayInUnit(format, unit)(row.value),
          },
        ]}
      />
      <p>
        {splits.length > 0
          ? t('define.splits', { dimensions: splits.map(say).join(t('define.comma')) })
          : t('define.noSplits')}
      </p>
    </>
  );
}
