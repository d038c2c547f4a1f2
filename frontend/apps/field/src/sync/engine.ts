import { ApiProblem } from '@gridloop/api';

import { nextRelease, type Phone } from '../store';
import { syncRound, type RoundEnd } from './round';
import type { Talk } from './talk';

/** Between talks while the screen is looked at. */
const OFTEN_MS = 180_000;
const SOON_MS = 400;
/** After a talk that could not be finished. */
const AGAIN_MS = 30_000;

export type SyncState =
  | { kind: 'idle' }
  | { kind: 'running' }
  | { kind: 'offline' }
  | { kind: 'signed_out' }
  | { kind: 'switched_off' }
  | { kind: 'failed'; problem: ApiProblem };

/** After these another talk may end otherwise; after the others somebody has to act first. */
const GOES_ON = new Set<SyncState['kind']>(['idle', 'offline', 'failed']);

type Listener = () => void;

/** Talks with the server whenever there is a reason and a way to; one talk at a time. */
export class SyncEngine {
  private state: SyncState = { kind: 'idle' };
  private listeners = new Set<Listener>();
  private running: Promise<void> | null = null;
  private again = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly round: () => Promise<RoundEnd>;
  private readonly release: () => Promise<number | null>;

  constructor(phone: Phone, talk: Talk, label: string) {
    this.round = () => alone(() => syncRound(phone, talk, label));
    this.release = () => nextRelease(phone.database);
  }

  readonly subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): SyncState => this.state;

  /** Listens to the network, the screen and the clock, until the returned function is called. */
  start(): () => void {
    const now = () => void this.run();
    const shown = () => document.visibilityState === 'visible' && now();
    globalThis.addEventListener('online', now);
    document.addEventListener('visibilitychange', shown);
    const clock = setInterval(shown, OFTEN_MS);
    now();
    return () => {
      globalThis.removeEventListener('online', now);
      document.removeEventListener('visibilitychange', shown);
      clearInterval(clock);
      clearTimeout(this.timer);
    };
  }

  /** Talks after a while, for instance when a record can no longer be undone. */
  runAfter(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), ms + SOON_MS);
  }

  /** Talks now; a call during a talk leads to one more behind it, however that one ends: signal may be back since. */
  run(): Promise<void> {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.talkUntilDone().finally(() => (this.running = null));
    return this.running;
  }

  private async talkUntilDone(): Promise<void> {
    do {
      this.again = false;
      this.tell({ kind: 'running' });
      this.tell(await this.outcome());
    } while (this.again && GOES_ON.has(this.state.kind));
    if (this.state.kind === 'failed' || this.state.kind === 'offline') return this.runAfter(AGAIN_MS);
    const release = this.state.kind === 'idle' ? await this.release() : null;
    if (release !== null) this.runAfter(Math.max(0, release - Date.now()));
  }

  private async outcome(): Promise<SyncState> {
    try {
      return stateAfter(await this.round());
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) return { kind: 'failed', problem: new ApiProblem(0, { code: 'broken' }) };
      return problem.status === 0 ? { kind: 'offline' } : { kind: 'failed', problem };
    }
  }

  private tell(state: SyncState): void {
    this.state = state;
    this.listeners.forEach((listener) => listener());
  }
}

function stateAfter(end: RoundEnd): SyncState {
  return end === 'done' ? { kind: 'idle' } : { kind: end };
}

/** Two tabs take turns where the browser can make them. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request('gridloop-field-sync', work) as Promise<T> : work();
}
