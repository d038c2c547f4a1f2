import { useMe } from '@gridloop/api';
import { useLanguage, useWords } from '@gridloop/i18n';
import {
  EmptyState,
  ErrorState,
  Loaded,
  Loading,
  PageHeader,
  ProblemAlert,
  Section,
  Stack,
  State,
  useConfirm,
  useTell,
} from '@gridloop/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import { allFeeds } from './feeds';
import { Field } from './parts/ContractColumnDrawer';
import style from './parts/ContractEditor.module.css';
import { PullColumns } from './parts/PullColumns';
import { PullRows } from './parts/PullRows';
import {
  allSources,
  pullOf,
  pullTrial,
  tablesOf,
  usePullNow,
  useRemovePull,
  useSavePull,
  type PullSetup,
  type Source,
} from './pulls';
import { STEWARDS } from './stewards';

const NOTHING: PullSetup = { feed: '', source: '', table: '', follow: '', columns: {} };

/** Which table of which database becomes which feed, and what would come of its first rows? */
export function Component() {
  const t = useWords('lake');
  const { feed = '' } = useParams();
  const sources = useQuery(allSources);
  const pull = useQuery(pullOf(feed));
  const header = (
    <PageHeader
      title={t(feed ? 'pull.change' : 'pull.add')}
      lead={t('pull.addLead')}
      crumbs={[{ label: t('pull.title'), to: '/lake/pulls' }]}
    />
  );
  if (!STEWARDS.includes(useMe().role)) return <EmptyState title={t('edit.stewardsOnly')} />;
  if (feed && !pull.data)
    return pull.isError ? <ErrorState error={pull.error} onRetry={() => void pull.refetch()} /> : <Loading rows={4} />;
  return (
    <>
      {header}
      <Loaded query={sources}>
        {(known) =>
          known.length === 0 ? (
            <EmptyState title={t('pull.noSource')} hint={t('pull.noSourceHint')} />
          ) : pull.data?.query ? (
            <EmptyState title={t('pull.byQuery')} hint={t('pull.byQueryHint')} action={<Remove feed={feed} />} />
          ) : (
            <Setup sources={known} start={pull.data ? { ...NOTHING, ...chosen(pull.data) } : NOTHING} fixed={feed} />
          )
        }
      </Loaded>
    </>
  );
}

const chosen = ({ feed, source, table, follow, columns }: PullSetup): PullSetup => ({
  feed,
  source,
  table,
  follow,
  columns,
});

interface SetupProps {
  sources: Source[];
  start: PullSetup;
  /** The feed whose pull is changed; empty for a new one. */
  fixed: string;
}

function Setup({ sources, start, fixed }: SetupProps) {
  const t = useWords('lake');
  const language = useLanguage();
  const go = useNavigate();
  const tell = useTell();
  const [setup, setSetup] = useState(start);
  const feeds = useQuery(allFeeds).data ?? [];
  const tables = useQuery(tablesOf(setup.source));
  const trial = useQuery({ ...pullTrial({ ...setup, follow: '' }), placeholderData: keepPreviousData });
  const save = useSavePull();
  const now = usePullNow();
  const put = (facts: Partial<PullSetup>) => setSetup((before) => ({ ...before, ...facts }));
  const found = trial.isError ? undefined : trial.data;
  const complete = found !== undefined && !trial.isPlaceholderData && found.wanted.every((one) => one.theirs);
  const saved = (start_now: boolean) =>
    save.mutate(setup, {
      onSuccess: ({ feed }) => {
        tell.done(t('pull.saved'));
        if (start_now) now.mutate(feed, { onError: tell.failed });
        void go('/lake/pulls');
      },
    });
  return (
    <>
      <Section title={t('pull.what')}>
        <div className={style.fields}>
          <Field label={t('pull.source')} hint={t('pull.sourceHint')}>
            <Select
              value={setup.source || null}
              options={sources.map((one) => ({
                value: one.name,
                label: `${one.name} · ${one.variable}`,
                disabled: !one.there,
              }))}
              onChange={(source) => put({ source, table: '', follow: '', columns: {} })}
            />
          </Field>
          <Field label={t('pull.table')}>
            <Select
              showSearch
              value={setup.table || null}
              disabled={setup.source === ''}
              loading={tables.isFetching}
              options={(tables.data ?? []).map((one) => ({ value: one.name, label: one.name }))}
              onChange={(table) => put({ table, follow: '', columns: {} })}
            />
          </Field>
          <Field label={t('pull.into')} hint={t('pull.intoHint')}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              value={setup.feed || null}
              disabled={fixed !== ''}
              options={feeds.map((one) => ({
                value: one.feed,
                label: `${language === 'zh' ? one.title_zh : one.title_en} · ${one.feed}`,
              }))}
              onChange={(feed) => put({ feed, follow: '', columns: {} })}
            />
          </Field>
          <Field
            label={t('pull.follow')}
            hint={t(found && !found.may_follow ? 'pull.mayNotFollow' : 'pull.followHint')}
          >
            <Select
              allowClear
              placeholder={t('pull.whole')}
              value={setup.follow || null}
              disabled={!found?.may_follow}
              options={(found?.columns ?? []).map((name) => ({ value: name, label: name }))}
              onChange={(follow: string | null | undefined) => put({ follow: follow ?? '' })}
            />
          </Field>
        </div>
        {tables.isError && <ProblemAlert error={tables.error} />}
      </Section>
      {trial.isError && <ProblemAlert error={trial.error} />}
      {trial.isLoading && trial.isFetching && <Loading rows={3} />}
      {found && (
        <>
          <Section title={t('pull.columns')} lead={t('pull.columnsLead')} flush>
            <PullColumns
              trial={found}
              onChange={(name, theirs) => put({ columns: { ...setup.columns, [name]: theirs } })}
            />
          </Section>
          <Section title={t('pull.rows')} lead={t('pull.rowsLead')}>
            {complete ? <PullRows trial={found} /> : <State tone="attention">{t('pull.incomplete')}</State>}
          </Section>
        </>
      )}
      <Section title={t('save.title')}>
        <Stack>
          {save.isError && <ProblemAlert error={save.error} />}
          <div className={style.actions}>
            <Button type="primary" disabled={!complete} loading={save.isPending} onClick={() => saved(true)}>
              {t('pull.saveAndPull')}
            </Button>
            <Button disabled={!complete} loading={save.isPending} onClick={() => saved(false)}>
              {t('pull.save')}
            </Button>
            {fixed && <Remove feed={fixed} />}
          </div>
        </Stack>
      </Section>
    </>
  );
}

function Remove({ feed }: { feed: string }) {
  const t = useWords('lake');
  const go = useNavigate();
  const tell = useTell();
  const confirm = useConfirm();
  const remove = useRemovePull();
  const ask = async () => {
    if (
      !(await confirm({ title: t('pull.removeAsk'), body: t('pull.removeBody'), verb: t('pull.remove'), grave: true }))
    )
      return;
    remove.mutate(feed, { onSuccess: () => void go('/lake/pulls'), onError: tell.failed });
  };
  return (
    <Button danger loading={remove.isPending} onClick={() => void ask()}>
      {t('pull.remove')}
    </Button>
  );
}
