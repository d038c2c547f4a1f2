import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { LineChart, Section } from '@gridloop/ui';
import { useCallback } from 'react';

import type { Market, Share } from '../market';

/** Every operator's share over the months. */
export function MarketShares({ data, share }: { data: Market; share: Share }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const percent = useCallback((value: number) => format.percent(value, 1), [format]);
  const name = t('market.trend', { share: t(`market.shares.${share}`) });
  return (
    <Section
      title={name}
      lead={
        data.sources.length > 0
          ? t('market.from', { sources: data.sources.map((one) => t(`market.sources.${one as 'survey'}`)).join('、') })
          : t('market.fromBelow')
      }
    >
      <LineChart
        label={name}
        x={data.cycles.map((cycle) => format.month(cycle))}
        xName={t('board.cycle')}
        series={data.operators.map((one) => ({
          name: nameOf(one),
          values: data.cycles.map(
            (cycle) => data.months.find((row) => row.cycle === cycle && row.operator === one.code)?.[share] ?? null,
          ),
        }))}
        format={percent}
        height={290}
      />
    </Section>
  );
}
