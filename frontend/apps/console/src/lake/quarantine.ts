import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';

export type QuarantinedRow = Row<'/api/lake/quarantine'>;
export type RowReason = QuarantinedRow['reason'];

export const ROW_REASONS = [
  'missing_value',
  'bad_date',
  'impossible_date',
  'not_a_number',
  'negative_money',
  'out_of_range',
  'value_not_allowed',
  'not_a_phone',
  'unknown_reference',
  'repeated_key',
  'ragged_row',
] as const satisfies readonly RowReason[];

const typed = (query: TableQuery) => ({
  ...query,
  reason: query.reason as RowReason | undefined,
  state: query.state as string | undefined,
});

/** Refused rows: of all batches, or of one. */
export const quarantinePage =
  (batchId?: number) =>
  (query: TableQuery): PageRead<QuarantinedRow> => ({
    queryKey: ['lake', 'quarantine', batchId, query],
    queryFn: () =>
      batchId === undefined
        ? read(client.GET('/api/lake/quarantine', { params: { query: typed(query) } }))
        : read(
            client.GET('/api/lake/batches/{batch_id}/quarantine', {
              params: { path: { batch_id: batchId }, query: typed(query) },
            }),
          ),
  });

/** The columns of a row, those that it was refused for first: among many columns they would be far down. */
export function faultyFirst(all: readonly string[], refusedFor: string): { faulty: string[]; columns: string[] } {
  const named = refusedFor.split(', ');
  const faulty = all.filter((column) => column === refusedFor || named.includes(column));
  return { faulty, columns: [...faulty, ...all.filter((column) => !faulty.includes(column))] };
}

/** The row to mend after one: the next line of its file, else whatever waits first. */
export function nextToMend(
  waiting: readonly QuarantinedRow[],
  after: Pick<QuarantinedRow, 'id' | 'batch_id' | 'line_no'>,
): QuarantinedRow | null {
  const others = waiting.filter((row) => row.state === 'open' && row.id !== after.id);
  return others.find((row) => row.batch_id === after.batch_id && row.line_no > after.line_no) ?? others[0] ?? null;
}

/** Puts a row right and loads it. */
export function useMendRow() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, values }: { id: number; values: Record<string, string> }) =>
      read(client.POST('/api/lake/quarantine/{row_id}/replay', { params: { path: { row_id: id } }, body: { values } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['lake'] }),
  });
}
