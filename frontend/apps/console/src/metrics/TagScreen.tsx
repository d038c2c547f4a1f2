import { useMe } from '@gridloop/api';
import { useFormat, useLanguage, useNameOf, useWords } from '@gridloop/i18n';
import { Columns, EmptyState, Facts, Loaded, PageHeader, Section, State, useTell } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Space } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';

import { tagColumns, usePublish } from './definitions';
import { Marks } from './parts/Marks';
import { ReplaceDialog } from './parts/ReplaceDialog';
import { RetireDialog } from './parts/RetireDialog';
import { SaidCondition } from './parts/SaidCondition';
import { TraceLink } from './parts/TraceLink';
import { TagUsers } from './parts/TagUsers';
import { DEFINERS, TONE_OF_STATE } from './stewards';
import { tagOf, tagUsers, type Tag, type TagUser } from './tags';

/** One tag: what it means, whom it covers, where it comes from, who stands on it. */
export function Component() {
  const t = useWords('metrics');
  const { code = '' } = useParams();
  const tag = useQuery(tagOf(code));
  return (
    <Loaded query={tag} rows={8} header={<PageHeader title={code} lead={t('tags.lead')} />}>
      {(found) => (found ? <One tag={found} /> : <EmptyState title={code} />)}
    </Loaded>
  );
}

function One({ tag }: { tag: Tag }) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const users = useQuery(tagUsers(tag.code));
  return (
    <>
      <PageHeader
        title={nameOf(tag)}
        lead={nameOf({ name_zh: tag.description_zh, name_en: tag.description_en })}
        crumbs={[{ label: t('tags.title'), to: '/metrics/tags' }]}
        actions={<Actions tag={tag} users={users.data} />}
      />
      <Columns>
        <Section title={t('tag.what')} extra={<TraceLink kind="tag" code={tag.code} />}>
          <TagFacts tag={tag} />
        </Section>
        <Section title={t('tag.users')} lead={t('tag.usersLead')} extra={<Replace tag={tag} users={users.data} />}>
          <Loaded query={users}>{(rows) => <TagUsers users={rows} />}</Loaded>
        </Section>
      </Columns>
      {tag.type === 'manual' && <Marks code={tag.code} />}
    </>
  );
}

/** Who plans can put another tag in the place of this one, without opening each plan. */
function Replace({ tag, users }: { tag: Tag; users: TagUser[] | undefined }) {
  const t = useWords('metrics');
  const [replacing, setReplacing] = useState(false);
  if (!users?.some((one) => one.changeable)) return null;
  return (
    <>
      <Button onClick={() => setReplacing(true)}>{t('tag.replace')}</Button>
      {replacing && <ReplaceDialog tag={tag} users={users} onClose={() => setReplacing(false)} />}
    </>
  );
}

function TagFacts({ tag }: { tag: Tag }) {
  const t = useWords('metrics');
  const format = useFormat();
  const language = useLanguage();
  const words = useQuery(tagColumns);
  const share = tag.share === null ? '' : `（${format.percent(tag.share)}）`;
  return (
    <Facts
      facts={[
        { label: t('tag.code'), value: <code>{tag.code}</code> },
        {
          label: t('tag.state'),
          value: (
            <Space>
              <State tone={TONE_OF_STATE[tag.state]}>{t(`library.states.${tag.state}`)}</State>
              {tag.has_draft && tag.state !== 'draft' ? t('tag.draftWaiting') : ''}
              {tag.underway && <State tone="active">{t('tag.underway')}</State>}
            </Space>
          ),
        },
        { label: t('tag.version'), value: `${tag.version} · ${t(tag.own ? 'tag.own' : 'tag.shipped')}` },
        { label: t('tag.type'), value: t(`tag.types.${tag.type}`) },
        {
          label: t('tag.condition'),
          value: tag.condition ? (
            <>
              <code>{tag.condition}</code>
              <br />
              <SaidCondition condition={tag.condition} columns={words.data ?? []} />
            </>
          ) : (
            '–'
          ),
        },
        {
          label: t('tag.customers'),
          value: tag.customers ? (
            <Link to={`/monitor/customers?tag=${tag.code}`}>{`${format.count(tag.customers)}${
              language === 'zh' ? share : ` (${format.percent(tag.share)})`
            }`}</Link>
          ) : (
            format.count(tag.customers)
          ),
        },
        { label: t('tag.asOf'), value: format.month(tag.cycle) },
        { label: t('tag.builtAt'), value: format.dateTime(tag.built_at) },
        { label: t('tag.update'), value: t(`tag.updates.${tag.update}`) },
        { label: t('tag.owner'), value: t(`library.owners.${tag.owner}`) },
        { label: t('tag.sensitivity'), value: t(`tag.sensitivities.${tag.sensitivity}`) },
        { label: t('tag.sources'), value: tag.sources.join(', ') || '–' },
      ]}
    />
  );
}

function Actions({ tag, users }: { tag: Tag; users: Parameters<typeof RetireDialog>[0]['users'] }) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const tell = useTell();
  const publish = usePublish('tag');
  const [retiring, setRetiring] = useState(false);
  if (!DEFINERS.includes(useMe().role)) return null;
  const put = () =>
    publish.mutate(tag.code, {
      onSuccess: () => tell.done(t('tag.published')),
      onError: (error) => tell.failed(error),
    });
  return (
    <Space wrap>
      {tag.own && (
        <Link to={`/metrics/tags/${tag.code}/edit`}>
          <Button>{t('tag.edit')}</Button>
        </Link>
      )}
      {tag.has_draft && (
        <Button type="primary" loading={publish.isPending} onClick={put}>
          {t('tag.publish')}
        </Button>
      )}
      {tag.state === 'retired' && !tag.has_draft && (
        <Button loading={publish.isPending} onClick={put}>
          {t('tag.restore')}
        </Button>
      )}
      {tag.state === 'published' && <Button onClick={() => setRetiring(true)}>{t('tag.retire')}</Button>}
      {retiring && (
        <RetireDialog kind="tag" code={tag.code} name={nameOf(tag)} users={users} onClose={() => setRetiring(false)} />
      )}
    </Space>
  );
}
