import { useWords } from '@gridloop/i18n';
import { EmptyState, Stack, StaticTable, type Column } from '@gridloop/ui';

import type { PullTrial } from '../pulls';
import { TrialOutcome } from './TrialOutcome';

interface Numbered {
  number: number;
  cells: string[];
}

/** The first rows of a table as the feed would read them, and what its contract says of them. */
export function PullRows({ trial }: { trial: PullTrial }) {
  const t = useWords('lake');
  if (trial.rows.length === 0) return <EmptyState title={t('pull.noRows')} />;
  const columns: Column<Numbered>[] = trial.wanted.map((one, at) => ({
    key: one.name,
    title: one.theirs,
    render: (row) => row.cells[at] || '–',
  }));
  return (
    <Stack>
      {trial.trial && <TrialOutcome trial={trial.trial} ofFile={false} />}
      <StaticTable
        label={t('pull.rows')}
        columns={columns}
        rows={trial.rows.map((cells, number) => ({ number, cells }))}
        rowKey={(row) => String(row.number)}
      />
    </Stack>
  );
}
