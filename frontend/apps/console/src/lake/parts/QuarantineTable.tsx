import { useMe } from '@gridloop/api';
import { useLanguage, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, useActor, type Column, type Filter } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';

import { allFeeds } from '../feeds';
import { quarantinePage, ROW_REASONS, type QuarantinedRow } from '../quarantine';
import { STEWARDS } from '../stewards';
import { MendDrawer } from './MendDrawer';

/** Beside the open ones, which the server lists by itself. */
const OTHER_STATES = ['replayed', 'all'] as const;

/** Refused rows with file, line, reason and what to do; of one batch, or of all. */
export function QuarantineTable({ batchId }: { batchId?: number }) {
  const t = useWords('lake');
  const language = useLanguage();
  const feeds = useQuery(allFeeds).data ?? [];
  const [mending, setMending] = useState<QuarantinedRow | null>(null);
  const page = useMemo(() => quarantinePage(batchId), [batchId]);
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
      />
      {mending && <MendDrawer row={mending} onClose={() => setMending(null)} />}
    </>
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
