import { useFormat, useWords } from '@gridloop/i18n';
import { Facts, FileChoice, ProblemAlert, Stack, State, StaticTable, type Column } from '@gridloop/ui';
import { Button } from 'antd';
import { useState } from 'react';

import { useTryContract, type Trial } from '../contracts';
import { TABLE_FILES } from '../tableFiles';
import style from './ContractEditor.module.css';

interface Props {
  yaml: string;
  ready: boolean;
  /** The sample that the draft was made from. */
  sample: File | null;
  hasLast: boolean;
}

/** What would the contract do to a file: how many rows refused, and why. Nothing is loaded. */
export function ContractTrial({ yaml, ready, sample, hasLast }: Props) {
  const t = useWords('lake');
  const attempt = useTryContract();
  const [chosen, setChosen] = useState<File | null>(sample);
  return (
    <Stack>
      <div className={style.actions}>
        {hasLast && (
          <Button disabled={!ready} loading={attempt.isPending} onClick={() => attempt.mutate({ yaml, sample: null })}>
            {t('trial.last')}
          </Button>
        )}
        <FileChoice id="trial-file" label={t('trial.sample')} accept={TABLE_FILES} file={chosen} onChoose={setChosen} />
        {chosen && (
          <Button
            disabled={!ready}
            loading={attempt.isPending}
            onClick={() => attempt.mutate({ yaml, sample: chosen })}
          >
            {t('trial.on', { file: chosen.name })}
          </Button>
        )}
      </div>
      <div aria-live="polite">
        {attempt.isError && <ProblemAlert error={attempt.error} />}
        {attempt.data && <Outcome trial={attempt.data} />}
      </div>
    </Stack>
  );
}

function Outcome({ trial }: { trial: Trial }) {
  const t = useWords('lake');
  const format = useFormat();
  const columns: Column<Trial['refused'][number]>[] = [
    { key: 'label', title: t('quarantine.reason') },
    { key: 'column', title: t('quarantine.column') },
    { key: 'rows', title: t('feed.rows'), numeric: true, render: (one) => format.count(one.rows) },
    { key: 'first_line', title: t('trial.firstLine'), numeric: true, render: (one) => format.count(one.first_line) },
  ];
  const refused = t('trial.refused', {
    refused: format.count(trial.rows_refused),
    read: format.count(trial.rows_read),
  });
  return (
    <Stack>
      <State tone={trial.whole_refused ? 'attention' : trial.rows_refused > 0 ? 'active' : 'done'}>
        {trial.whole_refused ? `${refused} ${t('trial.whole')}` : refused}
      </State>
      {trial.problems.map((one) => (
        <div key={one.text}>
          <State tone="attention">{t('trial.stops', { why: one.text })}</State>
          <p>{one.mend}</p>
        </div>
      ))}
      {trial.notes.map((one) => (
        <div key={one.text}>
          <State tone="attention">{one.text}</State>
          <p>{one.mend}</p>
        </div>
      ))}
      {trial.cut && <p>{t('trial.cut')}</p>}
      {trial.refused.length > 0 && (
        <StaticTable
          label={t('batch.reasons')}
          columns={columns}
          rows={trial.refused}
          rowKey={(one) => `${one.reason} ${one.column}`}
        />
      )}
      <Facts
        facts={[
          { label: t('batch.file'), value: trial.file_name },
          ...Object.entries(trial.becomes).map(([dataset, rows]) => ({
            label: t('contract.feeds'),
            value: `${dataset}: ${format.count(rows)}`,
          })),
          ...(trial.unknown_columns.length > 0
            ? [{ label: t('trial.unknown'), value: trial.unknown_columns.join(', ') }]
            : []),
        ]}
      />
    </Stack>
  );
}
