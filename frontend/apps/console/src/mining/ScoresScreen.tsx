import { useFormat, useLanguage, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, type Column } from '@gridloop/ui';
import { useMemo } from 'react';
import { Link, useParams } from 'react-router';

import { modelNamed, type ModelName } from './models';
import { topCustomersPage, type TopCustomer } from './scores';

/** Whom a model points at, with the matching offer and the reasons. */
export function Component() {
  const t = useWords('mining');
  const name = modelNamed(useParams().name);
  return name ? <Scores name={name} /> : <EmptyState title={t('model.unknown')} />;
}

function Scores({ name }: { name: ModelName }) {
  const t = useWords('mining');
  const title = t('scores.title', { model: t(`model.names.${name}`) });
  const page = useMemo(() => topCustomersPage(name), [name]);
  return (
    <>
      <PageHeader
        title={title}
        lead={t('scores.lead')}
        crumbs={[
          { label: t('models.title'), to: '/mining' },
          { label: t(`model.names.${name}`), to: `/mining/models/${name}` },
        ]}
      />
      <Section title={t('scores.list')} flush>
        <DataTable
          label={title}
          columns={useColumns()}
          rowKey={(one) => one.score.customer_id}
          page={page}
          search={t('scores.search')}
          defaultSort="-expected_value_fen"
          empty={<EmptyState title={t('scores.none')} hint={t('scores.noneHint')} />}
        />
      </Section>
    </>
  );
}

function useColumns(): Column<TopCustomer>[] {
  const t = useWords('mining');
  const format = useFormat();
  const nameOf = useNameOf();
  const language = useLanguage();
  return [
    { key: 'name', title: t('scores.customer'), render: (one) => <Who customer={one} /> },
    {
      key: 'probability',
      title: t('scores.probability'),
      numeric: true,
      sortable: true,
      render: (one) => format.percent(one.score.probability),
    },
    {
      key: 'uplift',
      title: t('scores.uplift'),
      numeric: true,
      sortable: true,
      render: (one) => format.points(one.score.uplift),
    },
    {
      key: 'offer',
      title: t('scores.offer'),
      narrow: true,
      render: (one) =>
        one.score.offer_code ? (
          <Link to={`/catalog/offers/${one.score.offer_code}`}>
            {nameOf({ name_zh: one.score.offer_name_zh, name_en: one.score.offer_name_en })}
          </Link>
        ) : (
          '–'
        ),
    },
    {
      key: 'expected_value_fen',
      title: t('scores.value'),
      numeric: true,
      sortable: true,
      render: (one) => format.money(one.score.expected_value_fen),
    },
    {
      key: 'reasons',
      title: t('scores.reasons'),
      render: (one) => one.score.reasons.map((reason) => <div key={reason.code}>{reason[language]}</div>),
    },
    {
      key: 'grid_code',
      title: t('scores.grid'),
      render: (one) => (one.grid_code ? <Link to={`/territory?grid=${one.grid_code}`}>{one.grid_code}</Link> : '–'),
    },
  ];
}

function Who({ customer }: { customer: TopCustomer }) {
  const id = customer.score.customer_id;
  return (
    <>
      <Link to={`/monitor/customers/${id}`}>{customer.name}</Link>
      <div>
        <small>
          {id} · {customer.phone_masked}
        </small>
      </div>
    </>
  );
}
