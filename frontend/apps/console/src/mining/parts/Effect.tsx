import { useFormat, useLanguage, useWords } from '@gridloop/i18n';
import { Facts, Stack, StaticTable, type Column } from '@gridloop/ui';

import type { ModelDetail } from '../models';

type Row = ModelDetail['effect']['by_uplift'][number];

/** What a contact adds over leaving the customer alone, as far as answers have taught it. */
export function Effect({ model }: { model: ModelDetail }) {
  const t = useWords('mining');
  const format = useFormat();
  const language = useLanguage();
  const { effect } = model;
  const percent = (value: number) => format.percent(value, 2);
  const columns: Column<Row>[] = [
    { key: 'foretold', title: t('effect.foretold'), numeric: true, render: (row) => percent(row.foretold) },
    { key: 'observed', title: t('effect.observed'), numeric: true, render: (row) => percent(row.observed) },
    { key: 'treated', title: t('effect.treated'), numeric: true, render: (row) => format.count(row.treated) },
    { key: 'control', title: t('effect.control'), numeric: true, render: (row) => format.count(row.control) },
  ];
  return (
    <Stack>
      <p>{language === 'zh' ? effect.text_zh : effect.text_en}</p>
      {effect.observed !== null && (
        <Facts
          facts={[
            {
              label: t('effect.observed'),
              value: `${percent(effect.observed)} (${format.percent(effect.observed_low, 2)} – ${format.percent(effect.observed_high, 2)})`,
            },
            { label: t('effect.treated'), value: format.count(effect.treated) },
            { label: t('effect.control'), value: format.count(effect.control) },
          ]}
        />
      )}
      {effect.by_uplift.length > 0 && (
        <StaticTable
          label={t('effect.byUplift')}
          columns={columns}
          rows={effect.by_uplift}
          rowKey={(row) => String(row.foretold)}
        />
      )}
    </Stack>
  );
}
