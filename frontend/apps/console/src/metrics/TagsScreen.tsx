import { useMe } from '@gridloop/api';
import { useFormat, useLanguage, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, Meter, PageHeader, Section, State, type Column, type Filter } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';

import { useLibraryFilters } from './library-filters';
import { DEFINERS, TONE_OF_STATE } from './stewards';
import { tagsPage, tagUse, type Tag } from './tags';
import { workbookOf } from './workbooks';

const TYPES: readonly Tag['type'][] = ['attribute', 'statistical', 'predicted', 'contact', 'manual'];

/** The tags that audiences are built from, and how many customers carry each. */
export function Component() {
  const t = useWords('metrics');
  const mayDefine = DEFINERS.includes(useMe().role);
  const filters: Filter[] = [
    { name: 'type', label: t('tag.type'), options: TYPES.map((value) => ({ value, label: t(`tag.types.${value}`) })) },
    ...useLibraryFilters(),
  ];
  return (
    <>
      <PageHeader
        title={t('tags.title')}
        lead={t('tags.lead')}
        actions={
          mayDefine && (
            <Link to="/metrics/tags/new">
              <Button type="primary">{t('tag.create')}</Button>
            </Link>
          )
        }
      />
      <Section title={t('tags.list')} flush>
        <DataTable
          label={t('tags.list')}
          columns={useColumns()}
          rowKey={(tag) => tag.code}
          page={tagsPage}
          filters={filters}
          search={t('tags.search')}
          exportName="tags"
          workbook={workbookOf('tags')}
        />
      </Section>
    </>
  );
}

function useColumns(): Column<Tag>[] {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const language = useLanguage();
  const use = useQuery(tagUse).data;
  const describe = (tag: Tag) => (language === 'zh' ? tag.description_zh : tag.description_en);
  return [
    {
      key: 'name',
      title: t('tag.name'),
      render: (tag) => (
        <>
          <Link to={`/metrics/tags/${tag.code}`}>{nameOf(tag)}</Link>
          {tag.own && <State tone={TONE_OF_STATE[tag.state]}>{t('tag.own')}</State>}
        </>
      ),
      text: nameOf,
    },
    { key: 'description', title: t('tag.description'), render: describe, text: describe },
    {
      key: 'type',
      title: t('tag.type'),
      sortable: true,
      render: (tag) => t(`tag.types.${tag.type}`),
      text: (tag) => t(`tag.types.${tag.type}`),
    },
    {
      key: 'owner',
      title: t('tag.owner'),
      render: (tag) => t(`library.owners.${tag.owner}`),
      text: (tag) => t(`library.owners.${tag.owner}`),
    },
    {
      key: 'customers',
      title: t('tag.customers'),
      numeric: true,
      sortable: true,
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
    {
      key: 'used',
      title: t('tag.used'),
      numeric: true,
      render: (tag) => (use ? format.count(use[tag.code] ?? 0) : '–'),
      text: (tag) => String(use?.[tag.code] ?? ''),
    },
  ];
}
