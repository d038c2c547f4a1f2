import type { PhoneDatabase } from './database';
import { changeFacts } from './facts';
import type { HeldRow, Notice } from './rows';

const DIARY_DAYS = 40;
const DAY_MS = 86_400_000;

export interface PulledChange {
  kind: string;
  key: string;
  op: 'put' | 'remove';
  value?: unknown;
}

export interface Pulled {
  cursor: string;
  reset: boolean;
  serverTime: string;
  changes: PulledChange[];
  notices: Notice[];
}

/** Takes over what the server sent, wholly or not at all; `arrived` are acts whose effect it contains. */
export async function takeOver(database: PhoneDatabase, pulled: Pulled, arrived: number[]): Promise<void> {
  const now = Date.now();
  await database.transaction('rw', database.held, database.outbox, database.diary, database.facts, async () => {
    if (pulled.reset) await database.held.clear();
    const put = pulled.changes.filter((change) => change.op === 'put');
    const gone = pulled.changes.filter((change) => change.op === 'remove');
    await database.held.bulkPut(put.map(({ kind, key, value }): HeldRow => ({ kind, key, value })));
    await database.held.bulkDelete(gone.map(({ kind, key }): [string, string] => [kind, key]));
    await database.outbox.bulkDelete(arrived);
    const oldest = new Date(Date.parse(pulled.serverTime) - DIARY_DAYS * DAY_MS).toISOString().slice(0, 10);
    await database.diary.where('day').below(oldest).delete();
    await changeFacts(database, () => ({
      cursor: pulled.cursor,
      lastSyncAt: now,
      clockOffset: Date.parse(pulled.serverTime) - now,
      notices: pulled.notices,
    }));
  });
}

/** All values of one kind. */
export async function heldValues<T>(database: PhoneDatabase, kind: string): Promise<T[]> {
  const rows = await database.held.where('kind').equals(kind).toArray();
  return rows.map((row) => row.value as T);
}

export async function heldValue<T>(database: PhoneDatabase, kind: string, key: string): Promise<T | null> {
  return ((await database.held.get([kind, key]))?.value as T | undefined) ?? null;
}

/** Forgets what the server sent; work that has not arrived stays. */
export async function forgetHeld(database: PhoneDatabase): Promise<void> {
  await database.transaction('rw', database.held, database.diary, database.facts, async () => {
    await database.held.clear();
    await database.diary.clear();
    await changeFacts(database, () => ({ cursor: '', lastSyncAt: null, notices: [], skipped: {} }));
  });
}

/** Forgets everything, as a phone must that was switched off. */
export async function forgetEverything(database: PhoneDatabase): Promise<void> {
  await database.delete();
}
