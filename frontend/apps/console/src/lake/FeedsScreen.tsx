import { useMe } from '@gridloop/api';
import { useFormat, useLanguage, useWords } from '@gridloop/i18n';
import {
  DataTable,
  EmptyState,
  Figure,
  Figures,
  Loaded,
  PageHeader,
  Section,
  State,
  type Column,
  type Tone,
} from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { allFeeds, feedsPage, type Feed } from './feeds';
import { OpenLoads } from './parts/OpenLoads';
import { UploadDrawer } from './parts/UploadDrawer';
import { STEWARDS } from './stewards';

const TONES: Record<string, Tone> = { refused: 'attention', fresh: 'done', late: 'attention', never: 'idle' };
const STATES = ['fresh', 'late', 'refused', 'never'] as const;
type Freshness = Feed['freshness'] | 'refused';

/** A feed is not well while its latest file was refused, however fresh what is in force may be. */
const freshness = (feed: Feed): Freshness => (feed.last_batch?.state === 'failed' ? 'refused' : feed.freshness);

/** Did everything arrive, and whole? */
export function Component() {
  const t = useWords('lake');
  const feeds = useQuery(allFeeds);
  const [sending, setSending] = useState<Feed | null>(null);
  return (
    <>
      <PageHeader
        title={t('feeds.title')}
        lead={t('feeds.lead')}
        actions={STEWARDS.includes(useMe().role) && <Link to="/lake/contracts/new">{t('draft.open')}</Link>}
      />
      <Loaded query={feeds} rows={2}>
        {(rows) => <Totals feeds={rows} />}
      </Loaded>
      <OpenLoads />
      <Section title={t('feeds.list')} flush>
        <DataTable
          label={t('feeds.list')}
          columns={useColumns(setSending)}
          rowKey={(feed) => feed.feed}
          page={feedsPage}
          search={t('feeds.search')}
          filters={[
            {
              name: 'freshness',
              label: t('feed.freshness'),
              options: STATES.map((value) => ({ value, label: t(`feed.freshnesses.${value}`) })),
            },
          ]}
          exportName="feeds"
          pageSize={50}
          empty={<EmptyState title={t('feeds.none')} />}
        />
      </Section>
      {sending && <UploadDrawer feed={sending} onClose={() => setSending(null)} />}
    </>
  );
}

function Totals({ feeds }: { feeds: Feed[] }) {
  const t = useWords('lake');
  const format = useFormat();
  const inState = (state: string) => feeds.filter((feed) => freshness(feed) === state).length;
  const open = feeds.reduce((total, feed) => total + feed.open_quarantine, 0);
  return (
    <Figures>
      <Figure
        label={t('feed.freshnesses.fresh')}
        value={`${format.count(inState('fresh'))} / ${format.count(feeds.length)}`}
      />
      <Figure
        label={t('feed.freshnesses.late')}
        value={format.count(inState('late'))}
        to="/lake?freshness=late"
        attention={inState('late') > 0}
      />
      <Figure
        label={t('feed.freshnesses.refused')}
        value={format.count(inState('refused'))}
        to="/lake?freshness=refused"
        attention={inState('refused') > 0}
      />
      <Figure label={t('feed.freshnesses.never')} value={format.count(inState('never'))} to="/lake?freshness=never" />
      <Figure label={t('feed.openQuarantine')} value={format.count(open)} to="/lake/quarantine" attention={open > 0} />
      <Figure
        label={t('feed.rows')}
        value={format.count(feeds.reduce((total, feed) => total + feed.rows, 0))}
        to="/lake/batches"
      />
    </Figures>
  );
}

function useColumns(send: (feed: Feed) => void): Column<Feed>[] {
  const t = useWords('lake');
  const format = useFormat();
  const language = useLanguage();
  const maySend = STEWARDS.includes(useMe().role);
  const title = (feed: Feed) => (language === 'zh' ? feed.title_zh : feed.title_en);
  return [
    {
      key: 'title',
      title: t('feed.feed'),
      render: (feed) => <Link to={`/lake/feeds/${feed.feed}`}>{title(feed)}</Link>,
      text: title,
    },
    { key: 'feed', title: t('feed.code'), sortable: true },
    {
      key: 'freshness',
      title: t('feed.freshness'),
      render: (feed) => {
        const mark = <State tone={TONES[freshness(feed)] ?? 'idle'}>{t(`feed.freshnesses.${freshness(feed)}`)}</State>;
        return freshness(feed) === 'refused' ? (
          <Link to={`/lake/batches/${feed.last_batch?.id ?? ''}`}>{mark}</Link>
        ) : (
          mark
        );
      },
      text: (feed) => t(`feed.freshnesses.${freshness(feed)}`),
    },
    {
      key: 'last_business_date',
      title: t('feed.lastDate'),
      sortable: true,
      render: (feed) =>
        feed.last_batch && feed.last_business_date ? (
          <Link to={`/lake/batches/${feed.last_batch.id}`}>{format.date(feed.last_business_date)}</Link>
        ) : (
          '–'
        ),
      text: (feed) => feed.last_business_date ?? '',
    },
    {
      key: 'due_on',
      title: t('feed.dueOn'),
      sortable: true,
      render: (feed) => format.date(feed.due_on),
      text: (feed) => feed.due_on ?? '',
    },
    {
      key: 'rows',
      title: t('feed.rows'),
      numeric: true,
      sortable: true,
      render: (feed) => format.count(feed.rows),
      text: (feed) => String(feed.rows),
    },
    {
      key: 'open_quarantine',
      title: t('feed.openQuarantine'),
      numeric: true,
      sortable: true,
      render: (feed) =>
        feed.open_quarantine ? (
          <Link to={`/lake/quarantine?feed=${feed.feed}`}>{format.count(feed.open_quarantine)}</Link>
        ) : (
          '0'
        ),
      text: (feed) => String(feed.open_quarantine),
    },
    {
      key: 'contact',
      title: t('feed.contact'),
      wideOnly: true,
      render: (feed) => feed.contact || '–',
      text: (feed) => feed.contact,
    },
    { key: 'format', title: t('feed.format'), wideOnly: true },
    {
      key: 'semantics',
      title: t('feed.semantics'),
      wideOnly: true,
      render: (feed) => t(`feed.semanticses.${feed.semantics}`),
      text: (feed) => t(`feed.semanticses.${feed.semantics}`),
    },
    ...(maySend
      ? [
          {
            key: 'send',
            title: t('feed.act'),
            render: (feed: Feed) => (
              <Button size="small" onClick={() => send(feed)} aria-label={t('upload.title', { feed: title(feed) })}>
                {t('upload.open')}
              </Button>
            ),
            text: () => '',
          },
        ]
      : []),
  ];
}
