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

/** Puts a row right and loads it. */
export function useMendRow() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, values }: { id: number; values: Record<string, string> }) =>
      read(client.POST('/api/lake/quarantine/{row_id}/replay', { params: { path: { row_id: id } }, body: { values } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['lake'] }),
  });
}
