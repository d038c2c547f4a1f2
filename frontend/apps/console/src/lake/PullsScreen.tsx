import { useFormat, useLanguage, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, Stack, State, useActor, useTell, type Column } from '@gridloop/ui';
import { Button } from 'antd';
import { Link } from 'react-router';

import { BatchStateMark } from './parts/BatchStateMark';
import { OpenLoads } from './parts/OpenLoads';
import { pullsPage, usePullNow, type Pull } from './pulls';

/** Feeds that are read from databases: did it work, and how far are they? */
export function Component() {
  const t = useWords('lake');
  return (
    <>
      <PageHeader
        title={t('pull.title')}
        lead={t('pull.lead')}
        actions={<Link to="/lake/pulls/new">{t('pull.add')}</Link>}
      />
      <OpenLoads />
      <Section title={t('pull.list')} flush>
        <DataTable
          label={t('pull.list')}
          columns={useColumns()}
          rowKey={(one) => one.feed}
          page={pullsPage}
          search={t('pull.search')}
          exportName="pulls"
          empty={
            <EmptyState
              title={t('pull.none')}
              hint={t('pull.noneHint')}
              action={<Link to="/lake/pulls/new">{t('pull.add')}</Link>}
            />
          }
        />
      </Section>
    </>
  );
}

function useColumns(): Column<Pull>[] {
  const t = useWords('lake');
  const language = useLanguage();
  const tell = useTell();
  const now = usePullNow();
  const title = (one: Pull) => (language === 'zh' ? one.title_zh : one.title_en);
  return [
    {
      key: 'feed',
      title: t('feed.feed'),
      render: (one) => <Link to={`/lake/feeds/${one.feed}`}>{title(one)}</Link>,
      text: title,
    },
    { key: 'source', title: t('pull.source') },
    {
      key: 'table',
      title: t('pull.reads'),
      render: (one) => (one.table ? <code>{one.table}</code> : <QueryText text={one.query} />),
      text: (one) => one.table || one.query,
    },
    {
      key: 'follow',
      title: t('pull.follow'),
      render: (one) => (one.follow ? <code>{one.follow}</code> : t('pull.whole')),
      text: (one) => one.follow,
    },
    {
      key: 'mark',
      title: t('pull.mark'),
      render: (one) => (one.follow ? one.mark || t('pull.fromStart') : '–'),
      text: (one) => one.mark,
    },
    {
      key: 'attempt',
      title: t('pull.last'),
      render: (one) => <LastTime pull={one} />,
      text: (one) => one.attempt?.at ?? '',
    },
    {
      key: 'batch',
      title: t('pull.outcome'),
      render: (one) =>
        one.batch ? (
          <Link to={`/lake/batches/${String(one.batch.id)}`}>
            <BatchStateMark batch={one.batch} />
          </Link>
        ) : (
          '–'
        ),
      text: (one) => one.batch?.file_name ?? '',
    },
    {
      key: 'act',
      title: t('feed.act'),
      render: (one) => (
        <Stack>
          <Button
            size="small"
            disabled={one.problem !== null || one.load !== null}
            loading={now.isPending && now.variables === one.feed}
            aria-label={t('pull.nowFeed', { feed: title(one) })}
            onClick={() =>
              now.mutate(one.feed, { onSuccess: () => tell.done(t('pull.started')), onError: tell.failed })
            }
          >
            {t('pull.now')}
          </Button>
          <Link to={`/lake/pulls/${one.feed}`} aria-label={t('pull.changeFeed', { feed: title(one) })}>
            {t('pull.changeShort')}
          </Link>
        </Stack>
      ),
      text: () => '',
    },
  ];
}

function QueryText({ text }: { text: string }) {
  const t = useWords('lake');
  return (
    <details>
      <summary>{t('pull.query')}</summary>
      <code>{text}</code>
    </details>
  );
}

function LastTime({ pull }: { pull: Pull }) {
  const t = useWords('lake');
  const format = useFormat();
  const actor = useActor();
  const { attempt, problem } = pull;
  return (
    <Stack>
      {problem && (
        <div>
          <State tone="attention">{t('pull.cannot')}</State>
          <div>{problem.text}</div>
          <small>{problem.mend}</small>
        </div>
      )}
      {attempt === null ? (
        <span>{t('pull.never')}</span>
      ) : (
        <div>
          <div>
            {attempt.error ? (
              <State tone="attention">{t('pull.failed')}</State>
            ) : (
              <State tone={attempt.rows > 0 ? 'done' : 'idle'}>
                {attempt.rows > 0 ? t('pull.brought', { rows: format.count(attempt.rows) }) : t('pull.nothing')}
              </State>
            )}
          </div>
          {attempt.error && (
            <div>
              {attempt.error.text}
              <div>
                <small>{attempt.error.mend}</small>
              </div>
            </div>
          )}
          {attempt.without_mark > 0 && <div>{t('pull.passedOver', { rows: format.count(attempt.without_mark) })}</div>}
          <small>{t('pull.by', { who: actor(attempt.by, attempt.by_name), time: format.dateTime(attempt.at) })}</small>
        </div>
      )}
    </Stack>
  );
}
