import { useFormat, useWords } from '@gridloop/i18n';
import { Section, StaticTable, useActor, type Column } from '@gridloop/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';

import { openLoads, type OpenLoad } from '../loads';
import { useTitles } from '../titles';
import { LoadState } from './LoadState';

/** What waits to be loaded or is being loaded now; whoever closed his browser meanwhile finds his file again. */
export function OpenLoads() {
  const t = useWords('lake');
  const format = useFormat();
  const actor = useActor();
  const title = useTitles();
  const loads = useQuery(openLoads).data ?? [];
  const cache = useQueryClient();
  const before = useRef(0);
  useEffect(() => {
    // What ended has changed the lists beside.
    if (loads.length < before.current) void cache.invalidateQueries({ queryKey: ['lake'] });
    before.current = loads.length;
  }, [loads.length, cache]);
  if (loads.length === 0) return null;
  const columns: Column<OpenLoad>[] = [
    {
      key: 'files',
      title: t('batch.file'),
      render: (load) =>
        load.batch ? <Link to={`/lake/batches/${String(load.batch.id)}`}>{load.files.join(', ')}</Link> : named(load),
    },
    {
      key: 'feed',
      title: t('feed.feed'),
      render: (load) => (load.feed ? <Link to={`/lake/feeds/${load.feed}`}>{title(`feed:${load.feed}`)}</Link> : '–'),
    },
    { key: 'business_date', title: t('batch.businessDate'), render: (load) => format.date(load.business_date) },
    {
      key: 'requested_by',
      title: t('batch.loadedBy'),
      render: (load) => actor(load.requested_by, load.requested_by_name),
    },
    { key: 'state', title: t('batch.state'), render: (load) => <LoadState load={load} /> },
  ];
  const named = (load: OpenLoad) =>
    load.files.length > 3 ? t('load.files', { files: format.count(load.files.length) }) : load.files.join(', ');
  return (
    <Section title={t('load.title')} flush>
      <StaticTable label={t('load.title')} columns={columns} rows={loads} rowKey={(load) => String(load.job_id)} />
    </Section>
  );
}
