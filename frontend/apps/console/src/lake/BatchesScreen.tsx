import { useFormat, useLanguage, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, useActor, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';

import { BATCH_STATES, batchesPage, type Batch } from './batches';
import { allFeeds } from './feeds';
import { BatchStateMark } from './parts/BatchStateMark';
import { OpenLoads } from './parts/OpenLoads';
import { useTitles } from './titles';

/** Every file that was delivered, and what became of its rows. */
export function Component() {
  const t = useWords('lake');
  const actor = useActor();
  const format = useFormat();
  const language = useLanguage();
  const feeds = useQuery(allFeeds).data ?? [];
  const title = useTitles();
  const count = (value: number) => format.count(value);
  const columns: Column<Batch>[] = [
    {
      key: 'file_name',
      title: t('batch.file'),
      render: (batch) => <Link to={`/lake/batches/${batch.id}`}>{batch.file_name}</Link>,
      text: (batch) => batch.file_name,
    },
    {
      key: 'feed',
      title: t('feed.feed'),
      sortable: true,
      render: (batch) => <Link to={`/lake/feeds/${batch.feed}`}>{title(`feed:${batch.feed}`)}</Link>,
      text: (batch) => batch.feed,
    },
    {
      key: 'business_date',
      title: t('batch.businessDate'),
      sortable: true,
      render: (batch) => format.date(batch.business_date),
      text: (batch) => batch.business_date,
    },
    {
      key: 'state',
      title: t('batch.state'),
      render: (batch) => <BatchStateMark batch={batch} />,
      text: (batch) =>
        batch.held ? t('batch.held') : batch.let_pass ? t('batch.letPass') : t(`batch.states.${batch.state}`),
    },
    {
      key: 'rows_read',
      title: t('batch.read'),
      numeric: true,
      sortable: true,
      render: (batch) => count(batch.rows_read),
      text: (batch) => String(batch.rows_read),
    },
    {
      key: 'rows_loaded',
      title: t('batch.loaded'),
      numeric: true,
      render: (batch) => count(batch.rows_loaded),
      text: (batch) => String(batch.rows_loaded),
    },
    {
      key: 'rows_quarantined',
      title: t('batch.quarantined'),
      numeric: true,
      sortable: true,
      render: (batch) =>
        batch.rows_quarantined ? <Link to={`/lake/batches/${batch.id}`}>{count(batch.rows_quarantined)}</Link> : '0',
      text: (batch) => String(batch.rows_quarantined),
    },
    { key: 'size', title: t('batch.size'), numeric: true, wideOnly: true, render: (batch) => format.bytes(batch.size) },
    {
      key: 'loaded_by',
      title: t('batch.loadedBy'),
      wideOnly: true,
      render: (batch) => actor(batch.loaded_by, batch.loaded_by_name),
    },
    {
      key: 'started_at',
      title: t('batch.startedAt'),
      sortable: true,
      render: (batch) => format.dateTime(batch.started_at),
      text: (batch) => batch.started_at,
    },
  ];
  const feedOptions = feeds.map((feed) => ({
    value: feed.feed,
    label: language === 'zh' ? feed.title_zh : feed.title_en,
  }));
  const states = BATCH_STATES.map((value) => ({ value, label: t(`batch.states.${value}`) }));
  return (
    <>
      <PageHeader title={t('batches.title')} lead={t('batches.lead')} />
      <OpenLoads />
      <Section title={t('batches.list')} flush>
        <DataTable
          label={t('batches.list')}
          columns={columns}
          rowKey={(batch) => String(batch.id)}
          page={batchesPage}
          search={t('batches.search')}
          filters={[
            { name: 'feed', label: t('feed.feed'), options: feedOptions },
            { name: 'state', label: t('batch.state'), options: states },
          ]}
          exportName="batches"
          empty={<EmptyState title={t('batches.none')} hint={t('batches.noneHint')} />}
        />
      </Section>
    </>
  );
}
