import { useFormat, useWords } from '@gridloop/i18n';
import { Section, State, StaticTable, type Column } from '@gridloop/ui';

import type { ModelDetail } from '../models';

type Version = ModelDetail['versions'][number];

/** The history of a model: is the newest version still as good as the ones before. */
export function Versions({ model }: { model: ModelDetail }) {
  const t = useWords('mining');
  const format = useFormat();
  const columns: Column<Version>[] = [
    { key: 'version', title: t('model.version') },
    { key: 'month', title: t('model.month'), render: (one) => format.month(one.month) },
    {
      key: 'state',
      title: t('model.state'),
      render: (one) => <State tone={one.state === 'active' ? 'done' : 'idle'}>{t(`model.states.${one.state}`)}</State>,
    },
    { key: 'auc', title: t('model.auc'), numeric: true, render: (one) => format.fixed(one.auc, 3) },
    { key: 'created_at', title: t('model.trainedAt'), render: (one) => format.dateTime(String(one.created_at)) },
  ];
  return (
    <Section title={t('versions.title')} flush>
      <StaticTable label={t('versions.title')} columns={columns} rows={model.versions} rowKey={(one) => one.version} />
    </Section>
  );
}
