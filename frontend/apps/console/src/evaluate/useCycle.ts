import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

import { knownCycles } from './cycles';

/** The cycle in the address; without one the newest there is ('' until that is known). */
export function useCycle(): string {
  const [params] = useSearchParams();
  const newest = useQuery(knownCycles).data?.[0];
  return params.get('cycle') ?? newest ?? '';
}

/** Goes to another cycle; tables start at their first row again. */
export function useGoToCycle(): (cycle: string) => void {
  const [, setParams] = useSearchParams();
  return useCallback(
    (cycle) =>
      setParams((now) => {
        const next = new URLSearchParams([...now].filter(([name]) => !name.endsWith('offset')));
        next.set('cycle', cycle);
        return next;
      }),
    [setParams],
  );
}
