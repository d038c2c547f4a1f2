import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { ErrorState } from './ErrorState';
import { Loading } from './Loading';

interface Props<T> {
  query: UseQueryResult<T>;
  /** Rows of the grey bars while loading. */
  rows?: number;
  children: (data: T) => ReactNode;
}

/** Shows what a query gave; before that its loading, instead of it its problem. */
export function Loaded<T>({ query, rows, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading {...(rows ? { rows } : {})} />;
}
