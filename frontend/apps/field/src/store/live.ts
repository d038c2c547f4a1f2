import { liveQuery } from 'dexie';
import { useEffect, useState } from 'react';

/** The answer of a query on the store, kept up to date in every tab; undefined until it is known. */
export function useLive<T>(query: () => Promise<T>, dependencies: unknown[]): T | undefined {
  const [answer, setAnswer] = useState<T>();
  useEffect(() => {
    const watch = liveQuery(query).subscribe({ next: setAnswer, error: () => undefined });
    return () => watch.unsubscribe();
    // The caller names what its query depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, dependencies);
  return answer;
}
