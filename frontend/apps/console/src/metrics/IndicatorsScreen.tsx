import { useLanguage, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, PageHeader, Section, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import { indicatorsPage, type Indicator } from './indicators';

/** What each indicator means, in words and in the formula. */
export function Component() {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const language = useLanguage();
  const columns: Column<Indicator>[] = [
    {
      key: 'name',
      title: t('indicator.name'),
      render: (one) => <Link to={`/metrics?indicator=${one.code}`}>{nameOf(one)}</Link>,
      text: nameOf,
    },
    { key: 'code', title: t('indicator.code') },
    {
      key: 'formula',
      title: t('indicator.formula'),
      render: (one) => (language === 'zh' ? one.formula_zh : one.formula_en),
      text: (one) => (language === 'zh' ? one.formula_zh : one.formula_en),
    },
    {
      key: 'unit',
      title: t('indicator.unit'),
      render: (one) => t(`indicator.units.${one.unit}`),
      text: (one) => t(`indicator.units.${one.unit}`),
    },
    {
      key: 'direction',
      title: t('indicator.direction'),
      render: (one) => t(`indicator.directions.${one.direction}`),
      text: (one) => t(`indicator.directions.${one.direction}`),
    },
    { key: 'grain', title: t('indicator.grain') },
    { key: 'owner', title: t('indicator.owner') },
    { key: 'version', title: t('indicator.version'), numeric: true },
  ];
  return (
    <>
      <PageHeader title={t('indicators.title')} lead={t('indicators.lead')} />
      <Section title={t('indicators.list')} flush>
        <DataTable
          label={t('indicators.list')}
          columns={columns}
          rowKey={(one) => one.code}
          page={indicatorsPage}
          search={t('indicators.search')}
          exportName="indicators"
        />
      </Section>
    </>
  );
}
