import { useLanguage, useWords } from '@gridloop/i18n';
import { StaticTable, type Column } from '@gridloop/ui';
import { Select } from 'antd';

import type { PullTrial } from '../pulls';

type Wanted = PullTrial['wanted'][number];

interface Props {
  trial: PullTrial;
  onChange: (name: string, theirs: string) => void;
}

/** Which column of the table each column of the feed is read from. */
export function PullColumns({ trial, onChange }: Props) {
  const t = useWords('lake');
  const language = useLanguage();
  const columns: Column<Wanted>[] = [
    {
      key: 'title',
      title: t('contract.meaning'),
      render: (one) => (language === 'zh' ? one.title_zh : one.title_en) || one.header,
    },
    { key: 'name', title: t('contract.name'), render: (one) => <code>{one.name}</code> },
    {
      key: 'rules',
      title: t('contract.rules'),
      render: (one) =>
        [one.key && t('contract.key'), one.required && t('contract.required')].filter(Boolean).join(' · ') || '–',
    },
    {
      key: 'theirs',
      title: t('pull.theirs'),
      render: (one) => (
        <Select
          showSearch
          aria-label={`${t('pull.theirs')}: ${one.name}`}
          style={{ minWidth: 180 }}
          value={one.theirs || null}
          placeholder={t('pull.choose')}
          {...(one.theirs ? {} : { status: 'error' as const })}
          options={trial.columns.map((name) => ({ value: name, label: name }))}
          onChange={(theirs: string) => onChange(one.name, theirs)}
        />
      ),
    },
  ];
  return <StaticTable label={t('pull.columns')} columns={columns} rows={trial.wanted} rowKey={(one) => one.name} />;
}
