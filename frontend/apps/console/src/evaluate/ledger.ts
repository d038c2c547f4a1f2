import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

import type { Rule } from './points';

export type LedgerLine = Row<'/api/evaluate/ledger'>;
export type LedgerLineDetail = Answer<'/api/evaluate/ledger/{entry_id}'>;
export type EvidenceOrder = LedgerLineDetail['orders'][number];

/** Every rule that the ledger has lines for. */
export const LEDGER_RULES = [
  'revenue',
  'development',
  'net_adds',
  'success',
  'truth',
  'appeal',
  'close',
] as const satisfies readonly Rule[];

/** Lines of a cycle: of everybody in sight, or of one person. */
export const ledgerPage =
  (cycle: string, person = '') =>
  (query: TableQuery): PageRead<LedgerLine> => ({
    queryKey: ['evaluate', 'ledger', cycle, person, query],
    queryFn: () =>
      read(
        client.GET('/api/evaluate/ledger', {
          params: { query: { ...query, cycle, person_code: person, rule: query.rule as Rule | undefined } },
        }),
      ),
  });

export const ledgerLine = (id: number) =>
  queryOptions({
    queryKey: ['evaluate', 'ledger', 'line', id],
    queryFn: () => read(client.GET('/api/evaluate/ledger/{entry_id}', { params: { path: { entry_id: id } } })),
  });
