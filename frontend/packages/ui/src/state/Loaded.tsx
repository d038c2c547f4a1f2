import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { ErrorState } from './ErrorState';
import { Loading } from './Loading';

interface Props<T> {
  query: UseQueryResult<T>;
  /** Rows of the grey bars while loading. */
  rows?: number;
  /** Stands above while there is no data: the header of a screen that is named after what it shows. */
  header?: ReactNode;
  children: (data: T) => ReactNode;
}

/** Shows what a query gave; before that its loading, instead of it its problem. */
export function Loaded<T>({ query, rows, header, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data);
  return (
    <>
      {header}
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Loading {...(rows ? { rows } : {})} />
      )}
    </>
  );
}
