import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, PageHeader, Section, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import { datasetsPage, type Dataset } from './datasets';
import { StaleMonths } from './parts/StaleMonths';

/** The one model that all feeds become, and what was made from it. */
export function Component() {
  const t = useWords('lake');
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<Dataset>[] = [
    {
      key: 'name',
      title: t('dataset.name'),
      render: (one) => (
        <>
          <Link to={`/lake/datasets/${one.name}`}>{nameOf({ name_zh: one.title_zh, name_en: one.title_en })}</Link>
          <div>
            <small>{one.name}</small>
          </div>
        </>
      ),
      text: (one) => one.name,
    },
    { key: 'version', title: t('dataset.version'), numeric: true },
    {
      key: 'rows',
      title: t('feed.rows'),
      numeric: true,
      render: (one) => format.count(one.rows),
      text: (one) => String(one.rows),
    },
    { key: 'columns', title: t('dataset.columns'), numeric: true },
    {
      key: 'key',
      title: t('dataset.key'),
      narrow: true,
      render: (one) => one.key.join(', '),
      text: (one) => one.key.join(' '),
    },
    {
      key: 'semantics',
      title: t('feed.semantics'),
      render: (one) => t(`feed.semanticses.${one.semantics}`),
      text: (one) => t(`feed.semanticses.${one.semantics}`),
    },
    { key: 'run', title: t('dataset.run'), wideOnly: true, narrow: true },
    {
      key: 'created_at',
      title: t('dataset.createdAt'),
      render: (one) => format.dateTime(one.created_at),
      text: (one) => one.created_at ?? '',
    },
  ];
  return (
    <>
      <PageHeader title={t('datasets.title')} lead={t('datasets.lead')} />
      <StaleMonths />
      <Section title={t('datasets.list')} flush>
        <DataTable
          label={t('datasets.list')}
          columns={columns}
          rowKey={(one) => one.name}
          page={datasetsPage}
          search={t('datasets.search')}
          exportName="datasets"
          pageSize={50}
        />
      </Section>
    </>
  );
}
