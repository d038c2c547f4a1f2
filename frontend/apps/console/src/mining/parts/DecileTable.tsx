import { useFormat, useWords } from '@gridloop/i18n';
import { Loaded, Section, StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';

import { deciles, type Deciles, type ModelName } from '../models';

type Row = Deciles['deciles'][number];

/** The scored customers by tenths, the most probable first. */
export function DecileTable({ name }: { name: ModelName }) {
  const t = useWords('mining');
  const format = useFormat();
  const summary = useQuery(deciles(name));
  const columns: Column<Row>[] = [
    { key: 'decile', title: t('decile.decile'), numeric: true },
    { key: 'customers', title: t('decile.customers'), numeric: true, render: (row) => format.count(row.customers) },
    {
      key: 'range',
      title: t('decile.range'),
      numeric: true,
      render: (row) => `${format.percent(row.probability_low)} – ${format.percent(row.probability_high)}`,
    },
    {
      key: 'mean',
      title: t('decile.mean'),
      numeric: true,
      render: (row) => format.percent(row.probability_mean, 2),
    },
    { key: 'with_offer', title: t('decile.withOffer'), numeric: true, render: (row) => format.count(row.with_offer) },
    {
      key: 'value',
      title: t('decile.value'),
      numeric: true,
      render: (row) => format.shortMoney(row.expected_value_fen),
    },
  ];
  return (
    <Section
      title={t('decile.title')}
      lead={summary.data?.cycle ? t('decile.lead', { cycle: format.month(summary.data.cycle) }) : undefined}
      extra={<Link to={`/mining/models/${name}/customers`}>{t('model.whom')}</Link>}
      flush
    >
      <Loaded query={summary}>
        {(data) => (
          <StaticTable
            label={t('decile.title')}
            columns={columns}
            rows={data.deciles}
            rowKey={(row) => String(row.decile)}
          />
        )}
      </Loaded>
    </Section>
  );
}
