import { useFormat, useWords } from '@gridloop/i18n';
import { Facts, Stack, State, StaticTable, type Column } from '@gridloop/ui';

import type { Trial } from '../contracts';

interface Props {
  trial: Trial;
  /** The rows stand in a file that the reader has: its name and lines tell him something. */
  ofFile?: boolean;
}

/** What a contract says of the rows that it was tried on. */
export function TrialOutcome({ trial, ofFile = true }: Props) {
  const t = useWords('lake');
  const format = useFormat();
  const columns: Column<Trial['refused'][number]>[] = [
    { key: 'label', title: t('quarantine.reason') },
    { key: 'column', title: t('quarantine.column') },
    { key: 'rows', title: t('feed.rows'), numeric: true, render: (one) => format.count(one.rows) },
    ...(ofFile
      ? [
          {
            key: 'first_line',
            title: t('trial.firstLine'),
            numeric: true,
            render: (one: Trial['refused'][number]) => format.count(one.first_line),
          },
        ]
      : []),
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
          ...(ofFile ? [{ label: t('batch.file'), value: trial.file_name }] : []),
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
