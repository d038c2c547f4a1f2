import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

import { DOMAINS } from './domains';
import type { Domain } from './dashboard';

/** What of the dashboard is looked at; it stands in the address. */
export interface View {
  org: string | undefined;
  cycle: string | undefined;
  indicator: string | undefined;
  domain: Domain | undefined;
}

/** The address of the same view without a unit: the reader's own is shown then. */
export function ownLink({ pathname, search }: { pathname: string; search: string }): string {
  const params = new URLSearchParams(search);
  params.delete('org');
  return `${pathname}?${params.toString()}`;
}

export function useView(): [View, (change: Partial<View>) => void, (change: Partial<View>) => string] {
  const [params, setParams] = useSearchParams();
  const view: View = {
    org: params.get('org') ?? undefined,
    cycle: params.get('cycle') ?? undefined,
    indicator: params.get('indicator') ?? undefined,
    domain: DOMAINS.find((one) => one === params.get('domain')),
  };
  const changed = useCallback(
    (change: Partial<View>) => {
      const next = new URLSearchParams(params);
      for (const [name, value] of Object.entries(change)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      return next;
    },
    [params],
  );
  const go = useCallback((change: Partial<View>) => setParams(changed(change)), [setParams, changed]);
  const link = useCallback((change: Partial<View>) => `/metrics?${changed(change).toString()}`, [changed]);
  return [view, go, link];
}
