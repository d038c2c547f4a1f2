import { useMe } from '@gridloop/api';
import { useLanguage, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, useActor, type Column, type Filter } from '@gridloop/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';

import { allFeeds } from '../feeds';
import { nextToMend, quarantinePage, ROW_REASONS, type QuarantinedRow } from '../quarantine';
import { STEWARDS } from '../stewards';
import { MendDrawer } from './MendDrawer';

/** Beside the open ones, which the server lists by itself. */
const OTHER_STATES = ['replayed', 'all'] as const;

interface Props {
  /** One batch; without it all of them. */
  batchId?: number;
  /** The columns that rows of the batch were refused for, to choose among. */
  refusedFor?: string[];
}

/** Refused rows with file, line, reason and what to do; of one batch, or of all. */
export function QuarantineTable({ batchId, refusedFor = [] }: Props) {
  const t = useWords('lake');
  const language = useLanguage();
  const feeds = useQuery(allFeeds).data ?? [];
  const [mending, setMending] = useState<QuarantinedRow | null>(null);
  const [goOn, setGoOn] = useState(true);
  const [address] = useSearchParams();
  const cache = useQueryClient();
  const page = useMemo(() => quarantinePage(batchId), [batchId]);
  const openNext = async (row: QuarantinedRow) => {
    const { offset, limit, ...chosen } = Object.fromEntries(address);
    const shown = { ...chosen, offset: Number(offset ?? 0), limit: Number(limit ?? 20) };
    const { items } = await cache.fetchQuery({ ...page(shown), staleTime: 0 });
    setMending(nextToMend(items, row));
  };
  const filters: Filter[] = [
    ...(batchId === undefined
      ? [
          {
            name: 'feed',
            label: t('feed.feed'),
            options: feeds.map((feed) => ({
              value: feed.feed,
              label: language === 'zh' ? feed.title_zh : feed.title_en,
            })),
          },
        ]
      : []),
    {
      name: 'reason',
      label: t('quarantine.reason'),
      options: ROW_REASONS.map((value) => ({ value, label: t(`quarantine.reasons.${value}`) })),
    },
    ...(refusedFor.length > 1
      ? [
          {
            name: 'column',
            label: t('quarantine.column'),
            options: refusedFor.map((column) => ({ value: column, label: column })),
          },
        ]
      : []),
    {
      name: 'state',
      label: t('quarantine.state'),
      unset: t('quarantine.states.open'),
      options: OTHER_STATES.map((value) => ({ value, label: t(`quarantine.states.${value}`) })),
    },
  ];
  return (
    <>
      <DataTable
        label={t('quarantine.list')}
        columns={useColumns(setMending, batchId === undefined)}
        rowKey={(row) => String(row.id)}
        page={page}
        search={t('quarantine.search')}
        filters={filters}
        exportName="quarantine"
        empty={<EmptyState title={t('quarantine.none')} hint={t('quarantine.noneHint')} />}
        noMatch={(query) => (query.q || query.state ? null : <AllMended narrowed={batchId === undefined} />)}
      />
      {mending && (
        <MendDrawer
          key={mending.id}
          row={mending}
          goOn={goOn}
          onGoOn={setGoOn}
          onMended={() => (goOn ? void openNext(mending) : setMending(null))}
          onClose={() => setMending(null)}
        />
      )}
    </>
  );
}

/** Nothing waits of what was chosen any more: where to go from here. */
function AllMended({ narrowed }: { narrowed: boolean }) {
  const t = useWords('lake');
  return (
    <EmptyState
      title={t('quarantine.done')}
      hint={t('quarantine.doneHint')}
      action={
        <>
          {narrowed && <Link to="/lake/quarantine">{t('quarantine.others')}</Link>}
          {narrowed && ' · '}
          <Link to="/lake">{t('feeds.title')}</Link>
        </>
      }
    />
  );
}

function useColumns(mend: (row: QuarantinedRow) => void, withFile: boolean): Column<QuarantinedRow>[] {
  const t = useWords('lake');
  const actor = useActor();
  const mayMend = STEWARDS.includes(useMe().role);
  return [
    ...(withFile
      ? [
          {
            key: 'file_name',
            title: t('batch.file'),
            render: (row: QuarantinedRow) => <Link to={`/lake/batches/${row.batch_id}`}>{row.file_name}</Link>,
            text: (row: QuarantinedRow) => row.file_name,
          },
        ]
      : []),
    { key: 'line_no', title: t('quarantine.line'), numeric: true, sortable: true },
    {
      key: 'reason',
      title: t('quarantine.reason'),
      sortable: true,
      render: (row) => <Why row={row} />,
      text: (row) => `${row.text} ${row.mend}`,
    },
    { key: 'raw', title: t('quarantine.raw'), wideOnly: true, clip: true, render: (row) => <code>{row.raw}</code> },
    {
      key: 'state',
      title: t('quarantine.state'),
      render: (row) =>
        row.state === 'open'
          ? t('quarantine.states.open')
          : t('quarantine.by', { who: actor(row.replayed_by, row.replayed_by_name) }),
      text: (row) => row.state,
    },
    ...(mayMend
      ? [
          {
            key: 'act',
            title: t('feed.act'),
            render: (row: QuarantinedRow) =>
              row.state === 'open' ? (
                <Button size="small" onClick={() => mend(row)} aria-label={t('mend.title', { line: row.line_no })}>
                  {t('mend.open')}
                </Button>
              ) : (
                '–'
              ),
            text: () => '',
          },
        ]
      : []),
  ];
}

function Why({ row }: { row: QuarantinedRow }) {
  return (
    <>
      {row.text}
      <div>
        <small>{row.mend}</small>
      </div>
    </>
  );
}
