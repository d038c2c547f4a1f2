import { useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { EmptyState, FileChoice, Loading, PageHeader, ProblemAlert, Section, Stack, State } from '@gridloop/ui';
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
          <FileChoice
            id="sample-file"
            label={t('draft.choose')}
            accept={TABLE_FILES}
            file={sample}
            disabled={draft.isPending}
            onChoose={(file) => {
              setSample(file);
              draft.mutate(file);
            }}
          />
          {draft.isPending && <Loading rows={3} />}
          {draft.isError && <ProblemAlert error={draft.error} />}
          {draft.data?.notes.map((one) => (
            <div key={one.text}>
              <State tone="attention">{one.text}</State>
              <p>{one.mend}</p>
            </div>
          ))}
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
