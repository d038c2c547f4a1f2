export { SyncContext, useSync, useSyncState } from './context';
export { SyncEngine, type SyncState } from './engine';
export { LeavingContext, useLeaving, type Leaving } from './leaving';
export { newId } from './new-id';
export { syncRound } from './round';
export { serverTalk, type Talk } from './talk';
