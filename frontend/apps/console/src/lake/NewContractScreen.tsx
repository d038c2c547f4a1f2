import { useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { EmptyState, Loading, PageHeader, ProblemAlert, Section, Stack } from '@gridloop/ui';
import { useState } from 'react';

import { useDraftContract } from './contracts';
import { ContractEditor } from './parts/ContractEditor';
import { STEWARDS } from './stewards';
import { TABLE_FILES } from './tableFiles';

/** A new feed begins with a sample of what it will deliver. */
export function Component() {
  const t = useWords('lake');
  const format = useFormat();
  const draft = useDraftContract();
  const [sample, setSample] = useState<File | null>(null);
  if (!STEWARDS.includes(useMe().role)) return <EmptyState title={t('edit.stewardsOnly')} />;
  return (
    <>
      <PageHeader title={t('draft.title')} lead={t('draft.lead')} crumbs={[{ label: t('feeds.title'), to: '/lake' }]} />
      <Section title={t('draft.sample')} lead={t('draft.sampleLead')}>
        <Stack>
          <div>
            <label htmlFor="sample-file">{t('draft.choose')} </label>
            <input
              id="sample-file"
              type="file"
              accept={TABLE_FILES}
              onChange={(event) => {
                const file = event.target.files?.[0] ?? null;
                setSample(file);
                if (file) draft.mutate(file);
              }}
            />
          </div>
          {draft.isPending && <Loading rows={3} />}
          {draft.isError && <ProblemAlert error={draft.error} />}
          {draft.data && (
            <p>
              {t('draft.read', {
                rows: format.count(draft.data.rows),
                columns: format.count(draft.data.form.columns.length),
              })}
            </p>
          )}
        </Stack>
      </Section>
      {draft.data && (
        <ContractEditor
          key={`${sample?.name ?? ''} ${String(draft.submittedAt)}`}
          start={{ yaml: draft.data.yaml, form: draft.data.form }}
          basedOn=""
          seen={draft.data.seen}
          sample={sample}
        />
      )}
    </>
  );
}
