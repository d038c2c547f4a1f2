import { useMe } from '@gridloop/api';
import { useFormat, useLanguage, useWords } from '@gridloop/i18n';
import { Facts, Figure, Figures, Loaded, PageHeader, Section, State, StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';

import { fileUnit } from './columnValues';
import { contractOf, feedNamed, type Contract, type Feed } from './feeds';
import style from './Feed.module.css';
import { ContractVersions } from './parts/ContractVersions';
import { UploadDrawer } from './parts/UploadDrawer';
import { STEWARDS } from './stewards';
import { useTitles } from './titles';

type ContractColumn = Contract['columns'][number];

/** One feed: what was agreed about it, and how it is kept. */
export function Component() {
  const t = useWords('lake');
  const { feed: name = '' } = useParams();
  const feed = useQuery(feedNamed(name));
  const contract = useQuery(contractOf(name));
  const header = <PageHeader title={name} crumbs={[{ label: t('feeds.title'), to: '/lake' }]} />;
  return (
    <Loaded query={feed} header={header}>
      {(facts) => (
        <>
          <Head feed={facts} />
          <Loaded query={contract}>{(agreed) => <Agreed contract={agreed} />}</Loaded>
        </>
      )}
    </Loaded>
  );
}

function Head({ feed }: { feed: Feed }) {
  const t = useWords('lake');
  const format = useFormat();
  const language = useLanguage();
  const maySend = STEWARDS.includes(useMe().role);
  const [sending, setSending] = useState(false);
  return (
    <>
      <PageHeader
        title={language === 'zh' ? feed.title_zh : feed.title_en}
        lead={`${feed.feed} · ${feed.file_pattern}`}
        crumbs={[{ label: t('feeds.title'), to: '/lake' }]}
        actions={maySend && <Button onClick={() => setSending(true)}>{t('upload.open')}</Button>}
      />
      <Figures>
        <Figure
          label={t('feed.lastDate')}
          value={format.date(feed.last_business_date)}
          to={`/lake/batches?feed=${feed.feed}`}
        />
        <Figure label={t('feed.dueOn')} value={format.date(feed.due_on)} attention={feed.freshness === 'late'} />
        <Figure label={t('feed.rows')} value={format.count(feed.rows)} />
        <Figure
          label={t('feed.openQuarantine')}
          value={format.count(feed.open_quarantine)}
          to={`/lake/quarantine?feed=${feed.feed}`}
          attention={feed.open_quarantine > 0}
        />
      </Figures>
      {!feed.last_batch && (
        <Section title={t('feed.nothingYet')}>
          <p>{t('feed.howItArrives', { pattern: feed.file_pattern })}</p>
        </Section>
      )}
      {feed.freshness === 'late' && (
        <Section title={t('feed.freshnesses.late')}>
          <p>{t('feed.overdueHint', { due: format.date(feed.due_on) })}</p>
        </Section>
      )}
      {feed.last_batch?.state === 'failed' && feed.last_batch.error && (
        <Section
          title={t('feed.freshnesses.refused')}
          extra={<Link to={`/lake/batches/${feed.last_batch.id}`}>{feed.last_batch.file_name}</Link>}
        >
          <p>
            <State tone="attention">{feed.last_batch.error.text}</State>
          </p>
          <p>{feed.last_batch.error.mend}</p>
        </Section>
      )}
      {sending && <UploadDrawer feed={feed} onClose={() => setSending(false)} />}
    </>
  );
}

function Agreed({ contract }: { contract: Contract }) {
  const t = useWords('lake');
  const language = useLanguage();
  const title = useTitles();
  const mayEdit = STEWARDS.includes(useMe().role);
  return (
    <>
      <Section
        title={t('contract.title')}
        lead={language === 'zh' ? contract.description_zh : contract.description}
        extra={mayEdit && <Link to={`/lake/feeds/${contract.feed}/contract`}>{t('edit.open')}</Link>}
      >
        <Facts
          facts={[
            {
              label: t('contract.version'),
              value: `${contract.version} · ${t(contract.own_contract ? 'contract.own' : 'contract.shipped')}`,
            },
            {
              label: t('feed.format'),
              value: [contract.format, contract.encoding, contract.delimiter].filter(Boolean).join(' · '),
            },
            { label: t('feed.contact'), value: contract.contact || t('feed.noContact') },
            { label: t('feed.semantics'), value: t(`feed.semanticses.${contract.semantics}`) },
            ...(contract.gone_column
              ? [
                  {
                    label: t('feed.gone'),
                    value: t('feed.goneWhen', {
                      column: contract.gone_column,
                      values: contract.gone_values.join(' / '),
                    }),
                  },
                ]
              : []),
            {
              label: t('contract.feeds'),
              value: contract.publishes.map((one) => (
                <div key={one.dataset}>
                  <Link to={`/lake/datasets/${one.dataset}`}>{title(one.dataset)}</Link> · {one.dataset}
                </div>
              )),
            },
          ]}
        />
      </Section>
      <Section title={t('contract.columns')} flush>
        <ContractColumns contract={contract} />
      </Section>
      <Section title={t('contract.yaml')}>
        <details>
          <summary>{t('contract.show')}</summary>
          <pre className={style.yaml} tabIndex={0}>
            {contract.yaml}
          </pre>
        </details>
      </Section>
      <Section title={t('versions.title')} flush>
        <ContractVersions feed={contract.feed} />
      </Section>
    </>
  );
}

function ContractColumns({ contract }: { contract: Contract }) {
  const t = useWords('lake');
  const language = useLanguage();
  const typeOf = (one: ContractColumn) => [t(`kind.${one.type}`), fileUnit(t, one)].filter(Boolean).join(' · ');
  const columns: Column<ContractColumn>[] = [
    { key: 'header', title: t('contract.header') },
    { key: 'name', title: t('contract.name') },
    {
      key: 'meaning',
      title: t('contract.meaning'),
      render: (one) => (language === 'zh' ? one.title_zh : one.title_en),
    },
    { key: 'type', title: t('contract.type'), render: (one) => typeOf(one) },
    {
      key: 'rules',
      title: t('contract.rules'),
      render: (one) =>
        [
          one.key && t('contract.key'),
          one.required && t('contract.required'),
          one.sensitive && t('contract.sensitive'),
          one.leaks && t('contract.leaks'),
          one.references && t('contract.references', { what: one.references }),
          one.allowed.length > 0 && one.allowed.join(' / '),
        ]
          .filter(Boolean)
          .join(' · ') || '–',
    },
  ];
  return (
    <StaticTable label={t('contract.columns')} columns={columns} rows={contract.columns} rowKey={(one) => one.name} />
  );
}
