import type { ReactNode } from 'react';

/** Things below each other with air between. */
export function Stack({ children }: { children: ReactNode }) {
  return <div style={{ display: 'grid', gap: 16, gridTemplateColumns: 'minmax(0, 1fr)' }}>{children}</div>;
}
