import { useMe } from '@gridloop/api';
import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { EmptyState, Loaded, PageHeader, Section, State, StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';

import { models, type Model } from './models';

/** The models in use, and how good each was on months it had not seen. */
export function Component() {
  const t = useWords('mining');
  const list = useQuery(models);
  return (
    <>
      <PageHeader title={t('models.title')} lead={t('models.lead')} />
      <Section title={t('models.list')} lead={t('models.honest')} flush>
        <Loaded query={list}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState title={t('models.none')} hint={t('models.noneHint')} />
            ) : (
              <Models rows={rows} />
            )
          }
        </Loaded>
      </Section>
    </>
  );
}

function Models({ rows }: { rows: Model[] }) {
  const { role } = useMe();
  const t = useWords('mining');
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<Model>[] = [
    {
      key: 'name',
      title: t('model.name'),
      render: (model) => <Link to={`/mining/models/${model.name}`}>{nameOf(model)}</Link>,
    },
    { key: 'version', title: t('model.version') },
    { key: 'month', title: t('model.month'), render: (model) => format.month(model.month) },
    { key: 'auc', title: t('model.auc'), numeric: true, render: (model) => format.fixed(model.auc, 3) },
    { key: 'lift_10', title: t('model.lift'), numeric: true, render: (model) => format.fixed(model.lift_10, 2) },
    {
      key: 'base_rate',
      title: t('model.baseRate'),
      numeric: true,
      render: (model) => format.percent(model.base_rate, 2),
    },
    { key: 'rows', title: t('model.rows'), numeric: true, render: (model) => format.count(model.rows) },
    {
      key: 'suspected_leaks',
      title: t('model.leaks'),
      render: (model) => (
        <State tone={model.suspected_leaks > 0 ? 'attention' : 'done'}>
          {model.suspected_leaks > 0 ? t('model.leaksFound', { found: model.suspected_leaks }) : t('model.noLeaks')}
        </State>
      ),
    },
    ...(role === 'data_steward'
      ? []
      : [
          {
            key: 'customers',
            title: t('model.scores'),
            render: (model: Model) => <Link to={`/mining/models/${model.name}/customers`}>{t('model.whom')}</Link>,
          },
        ]),
  ];
  return <StaticTable label={t('models.list')} columns={columns} rows={rows} rowKey={(model) => model.name} />;
}
