import { createContext, useContext, useSyncExternalStore } from 'react';

import type { SyncEngine, SyncState } from './engine';

export const SyncContext = createContext<SyncEngine | null>(null);

export function useSync(): SyncEngine {
  const engine = useContext(SyncContext);
  if (!engine) throw new Error('useSync outside of the signed-in part of the app');
  return engine;
}

export function useSyncState(): SyncState {
  const engine = useSync();
  return useSyncExternalStore(engine.subscribe, engine.current);
}
