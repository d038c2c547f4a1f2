import { useFormat, useWords } from '@gridloop/i18n';
import { Columns, DataTable, Facts, Loaded, PageHeader, Section, StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useParams } from 'react-router';

import { datasetNamed, versionsPage, type DatasetDetail, type DatasetVersion } from './datasets';

type DatasetColumn = DatasetDetail['column_list'][number];

/** One dataset: its columns, where it comes from, who reads it, its versions. */
export function Component() {
  const t = useWords('lake');
  const { name = '' } = useParams();
  const dataset = useQuery(datasetNamed(name));
  const header = <PageHeader title={name} crumbs={[{ label: t('datasets.title'), to: '/lake/datasets' }]} />;
  return (
    <Loaded query={dataset} header={header}>
      {(detail) => <Detail dataset={detail} />}
    </Loaded>
  );
}

function Detail({ dataset }: { dataset: DatasetDetail }) {
  const t = useWords('lake');
  const format = useFormat();
  const columns: Column<DatasetColumn>[] = [
    { key: 'name', title: t('contract.name') },
    { key: 'type', title: t('contract.type') },
    { key: 'nullable', title: t('contract.required'), render: (one) => t(one.nullable ? 'dataset.no' : 'dataset.yes') },
  ];
  return (
    <>
      <PageHeader
        title={dataset.name}
        lead={t('dataset.lead', {
          version: dataset.version ?? '–',
          rows: format.count(dataset.rows),
          time: format.dateTime(dataset.created_at),
        })}
        crumbs={[{ label: t('datasets.title'), to: '/lake/datasets' }]}
        actions={<Link to={`/lake/lineage?of=${dataset.name}`}>{t('trace.open')}</Link>}
      />
      <Columns>
        <Section title={t('contract.columns')} flush>
          <StaticTable
            label={t('contract.columns')}
            columns={columns}
            rows={dataset.column_list}
            rowKey={(one) => one.name}
          />
        </Section>
        <Section title={t('dataset.flow')}>
          <Facts
            facts={[
              { label: t('dataset.fedBy'), value: <Links to="/lake/feeds" names={dataset.fed_by} /> },
              { label: t('dataset.reads'), value: <Links to="/lake/datasets" names={Object.keys(dataset.reads)} /> },
              { label: t('dataset.readBy'), value: <Links to="/lake/datasets" names={dataset.read_by} /> },
            ]}
          />
        </Section>
      </Columns>
      <Versions name={dataset.name} />
    </>
  );
}

function Links({ to, names }: { to: string; names: string[] }) {
  if (names.length === 0) return '–';
  return names.map((name) => (
    <div key={name}>
      <Link to={`${to}/${name}`}>{name}</Link>
    </div>
  ));
}

function Versions({ name }: { name: string }) {
  const t = useWords('lake');
  const format = useFormat();
  const page = useMemo(() => versionsPage(name), [name]);
  const columns: Column<DatasetVersion>[] = [
    {
      key: 'version',
      title: t('dataset.version'),
      numeric: true,
      render: (one) => <Link to={`/lake/lineage?of=${name}&version=${String(one.version)}`}>{one.version}</Link>,
    },
    { key: 'rows', title: t('feed.rows'), numeric: true, sortable: true, render: (one) => format.count(one.rows) },
    { key: 'run', title: t('dataset.run') },
    {
      key: 'reads',
      title: t('dataset.reads'),
      render: (one) =>
        Object.entries(one.reads)
          .map(([dataset, version]) => `${dataset} v${version}`)
          .join(' · ') || '–',
    },
    { key: 'current', title: t('dataset.current'), render: (one) => t(one.current ? 'dataset.yes' : 'dataset.no') },
    {
      key: 'created_at',
      title: t('dataset.createdAt'),
      sortable: true,
      render: (one) => format.dateTime(one.created_at),
    },
  ];
  return (
    <Section title={t('dataset.versions')} flush>
      <DataTable label={t('dataset.versions')} columns={columns} rowKey={(one) => String(one.id)} page={page} />
    </Section>
  );
}
