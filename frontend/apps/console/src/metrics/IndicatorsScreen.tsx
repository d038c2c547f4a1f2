import { useMe } from '@gridloop/api';
import { useLanguage, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, PageHeader, Section, State, type Column, type Filter } from '@gridloop/ui';
import { Button } from 'antd';
import { Link } from 'react-router';

import { DOMAINS } from './domains';
import { indicatorsPage, type Indicator } from './indicators';
import { IndicatorActions } from './parts/IndicatorActions';
import { useLibraryFilters } from './library-filters';
import { workbookOf } from './workbooks';
import { DEFINERS, TONE_OF_STATE } from './stewards';

/** What each indicator means, in words and in the formula. */
export function Component() {
  const t = useWords('metrics');
  const mayDefine = DEFINERS.includes(useMe().role);
  const filters: Filter[] = [
    {
      name: 'domain',
      label: t('domain.label'),
      options: DOMAINS.map((value) => ({ value, label: t(`domain.names.${value}`) })),
    },
    ...useLibraryFilters(),
  ];
  return (
    <>
      <PageHeader
        title={t('indicators.title')}
        lead={t('indicators.lead')}
        actions={
          mayDefine && (
            <Link to="/metrics/indicators/new">
              <Button type="primary">{t('indicator.create')}</Button>
            </Link>
          )
        }
      />
      <Section title={t('indicators.list')} flush>
        <DataTable
          label={t('indicators.list')}
          columns={useColumns(mayDefine)}
          rowKey={(one) => one.code}
          page={indicatorsPage}
          filters={filters}
          search={t('indicators.search')}
          workbook={workbookOf('indicators')}
        />
      </Section>
    </>
  );
}

function useColumns(mayDefine: boolean): Column<Indicator>[] {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const language = useLanguage();
  const formula = (one: Indicator) => (language === 'zh' ? one.formula_zh : one.formula_en);
  const columns: Column<Indicator>[] = [
    {
      key: 'name',
      title: t('indicator.name'),
      render: (one) => (
        <>
          {one.state === 'published' ? (
            <Link to={`/metrics?domain=${one.domain}&indicator=${one.code}`}>{nameOf(one)}</Link>
          ) : (
            nameOf(one)
          )}
          {one.own && <State tone={TONE_OF_STATE[one.state]}>{t('tag.own')}</State>}
          {one.underway && <State tone="active">{t('tag.underway')}</State>}
        </>
      ),
      text: nameOf,
    },
    {
      key: 'domain',
      title: t('indicator.domain'),
      render: (one) => t(`domain.names.${one.domain}`),
      text: (one) => t(`domain.names.${one.domain}`),
    },
    { key: 'formula', title: t('indicator.formula'), render: formula, text: formula },
    {
      key: 'unit',
      title: t('indicator.unit'),
      render: (one) => t(`indicator.units.${one.unit}`),
      text: (one) => t(`indicator.units.${one.unit}`),
    },
    {
      key: 'direction',
      title: t('indicator.direction'),
      wideOnly: true,
      render: (one) => t(`indicator.directions.${one.direction}`),
      text: (one) => t(`indicator.directions.${one.direction}`),
    },
    {
      key: 'kind',
      title: t('indicator.grain'),
      wideOnly: true,
      render: (one) =>
        [t(`indicator.kindsOf.${one.kind}`), one.snapshot ? t('indicator.snapshot') : ''].filter(Boolean).join(' · '),
      text: (one) => one.grain,
    },
    {
      key: 'sources',
      title: t('indicator.sources'),
      wideOnly: true,
      narrow: true,
      render: (one) => one.sources.join(', '),
      text: (one) => one.sources.join(', '),
    },
    {
      key: 'owner',
      title: t('indicator.owner'),
      sortable: true,
      render: (one) => t(`library.owners.${one.owner}`),
      text: (one) => t(`library.owners.${one.owner}`),
    },
    { key: 'version', title: t('indicator.version'), numeric: true, wideOnly: true },
  ];
  if (!mayDefine) return columns;
  return [
    ...columns,
    { key: 'actions', title: '', render: (one) => <IndicatorActions indicator={one} />, text: () => '' },
  ];
}
