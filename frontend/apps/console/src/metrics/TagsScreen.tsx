import { useFormat, useLanguage, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, Meter, PageHeader, Section, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import { tagsPage, type Tag } from './tags';

/** The tags that audiences are built from, and how many customers carry each. */
export function Component() {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const language = useLanguage();
  const describe = (tag: Tag) => (language === 'zh' ? tag.description_zh : tag.description_en);
  const columns: Column<Tag>[] = [
    { key: 'name', title: t('tag.name'), render: nameOf, text: nameOf },
    { key: 'code', title: t('tag.code') },
    {
      key: 'description',
      title: t('tag.description'),
      render: (tag) => <Meaning text={describe(tag)} tag={tag} />,
      text: describe,
    },
    {
      key: 'type',
      title: t('tag.type'),
      render: (tag) => t(`tag.types.${tag.type}`),
      text: (tag) => t(`tag.types.${tag.type}`),
    },
    { key: 'owner', title: t('indicator.owner') },
    { key: 'cycle', title: t('tag.asOf'), render: (tag) => format.month(tag.cycle), text: (tag) => tag.cycle ?? '' },
    {
      key: 'customers',
      title: t('tag.customers'),
      numeric: true,
      render: (tag) =>
        tag.customers ? (
          <Link to={`/monitor/customers?tag=${tag.code}`}>{format.count(tag.customers)}</Link>
        ) : (
          format.count(tag.customers)
        ),
      text: (tag) => String(tag.customers ?? ''),
    },
    {
      key: 'share',
      title: t('tag.coverage'),
      render: (tag) => (tag.share === null ? '–' : <Meter share={tag.share} text={format.percent(tag.share)} />),
      text: (tag) => String(tag.share ?? ''),
    },
  ];
  return (
    <>
      <PageHeader title={t('tags.title')} lead={t('tags.lead')} />
      <Section title={t('tags.list')} flush>
        <DataTable
          label={t('tags.list')}
          columns={columns}
          rowKey={(tag) => tag.code}
          page={tagsPage}
          search={t('tags.search')}
          exportName="tags"
        />
      </Section>
    </>
  );
}

/** What a tag means, in words and as the condition that is run. */
function Meaning({ text, tag }: { text: string; tag: Tag }) {
  return (
    <>
      {text}
      <div>
        <code>{tag.condition}</code>
      </div>
    </>
  );
}
