import { useFormat, useLanguage, useWords } from '@gridloop/i18n';
import { Section, StaticTable, type Column } from '@gridloop/ui';

import type { ModelDetail } from '../models';

type Leak = ModelDetail['leaks'][number];

/** Features that were kept out because they seem to know the answer. */
export function Leaks({ model }: { model: ModelDetail }) {
  const t = useWords('mining');
  const format = useFormat();
  const language = useLanguage();
  if (model.leaks.length === 0) return null;
  const columns: Column<Leak>[] = [
    { key: 'feature', title: t('features.feature') },
    { key: 'why', title: t('leaks.why'), render: (leak) => (language === 'zh' ? leak.why_zh : leak.why_en) },
    { key: 'auc', title: t('leaks.auc'), numeric: true, render: (leak) => format.fixed(leak.auc, 3) },
  ];
  return (
    <Section title={t('leaks.title')} lead={t('leaks.lead')} flush>
      <StaticTable label={t('leaks.title')} columns={columns} rows={model.leaks} rowKey={(leak) => leak.feature} />
    </Section>
  );
}
