import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, Section, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';

import { stalePage, type StaleMonth } from '../datasets';

/** Computed months whose data came late or was corrected since, and which file brought it. */
export function StaleMonths() {
  const t = useWords('lake');
  const format = useFormat();
  const nameOf = useNameOf();
  const any = useQuery(stalePage({ limit: 1, offset: 0 }));
  const columns: Column<StaleMonth>[] = [
    {
      key: 'dataset',
      title: t('dataset.name'),
      render: (one) => (
        <Link to={`/lake/datasets/${one.dataset}`}>{nameOf({ name_zh: one.title_zh, name_en: one.title_en })}</Link>
      ),
      text: (one) => one.dataset,
    },
    { key: 'month', title: t('stale.month'), render: (one) => format.month(one.month), text: (one) => one.month },
    {
      key: 'source',
      title: t('stale.source'),
      render: (one) => (
        <Link to={`/lake/datasets/${one.source}`}>
          {nameOf({ name_zh: one.source_title_zh, name_en: one.source_title_en })}
        </Link>
      ),
      text: (one) => one.source,
    },
    {
      key: 'source_months',
      title: t('stale.sourceMonths'),
      render: (one) => one.source_months.map((month) => format.month(month)).join(', ') || t('stale.corrected'),
      text: (one) => one.source_months.join(' '),
    },
    {
      key: 'deliveries',
      title: t('stale.deliveries'),
      narrow: true,
      render: (one) => one.deliveries.flatMap((delivery) => delivery.files).join(', ') || '–',
      text: (one) => one.deliveries.flatMap((delivery) => delivery.files).join(' '),
    },
  ];
  if (!any.data?.total) return null; // as nearly always
  return (
    <Section title={t('stale.title')} lead={t('stale.lead')} flush>
      <DataTable
        label={t('stale.title')}
        columns={columns}
        rowKey={(one) => `${one.dataset} ${one.month} ${one.source}`}
        page={stalePage}
        prefix="s."
        exportName="stale-months"
        pageSize={20}
      />
    </Section>
  );
}
