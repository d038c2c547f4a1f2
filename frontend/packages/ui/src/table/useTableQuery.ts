import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

import { readTableQuery, writeTableQuery, type TableDefaults, type TableQuery } from './table-query';

type Change = (change: Record<string, string | number | undefined>) => void;

/** The state of a table, kept in the address so that a list can be shared and gone back to. */
export function useTableQuery(
  filters: readonly string[],
  prefix: string,
  defaults: TableDefaults,
): [TableQuery, Change] {
  const [params, setParams] = useSearchParams();
  const names = filters.join(' ');
  const { sort, limit } = defaults;
  const query = useMemo(
    () =>
      readTableQuery(params, names ? names.split(' ') : [], prefix, {
        ...(sort ? { sort } : {}),
        ...(limit ? { limit } : {}),
      }),
    [params, names, prefix, sort, limit],
  );
  const change = useCallback<Change>(
    (changes) => setParams((now) => writeTableQuery(now, changes, prefix), { replace: true, preventScrollReset: true }),
    [setParams, prefix],
  );
  return [query, change];
}
