import type { PhoneDatabase } from './database';
import { changeFacts, readFacts } from './facts';
import type { ContactArgs } from './order';
import type { DiaryRow, OutboxRow, Refusal } from './rows';

export const UNDO_MS = 5_000;

interface Act {
  name: string;
  args: object;
  about: string;
  claimedAt: Date;
  /** How long it can be undone. */
  heldFor?: number;
}

function rowOf({ name, args, about, claimedAt, heldFor = 0 }: Act): OutboxRow {
  return {
    name,
    args: { ...args },
    about,
    claimedAt: claimedAt.toISOString(),
    heldUntil: Date.now() + heldFor,
    mutationId: null,
    arrived: false,
  };
}

/** Keeps an act for the server; when this returns it is on the disk. */
export async function keepAct(database: PhoneDatabase, act: Act): Promise<number> {
  return (await database.outbox.add(rowOf(act))) as number;
}

/** Keeps a contact and notes it in the diary of the day, both or neither. */
export async function keepContact(
  database: PhoneDatabase,
  args: ContactArgs,
  diary: DiaryRow,
  claimedAt: Date,
): Promise<number> {
  return database.transaction('rw', database.outbox, database.diary, async () => {
    await database.diary.put(diary);
    const about = diary.customerName;
    return keepAct(database, { name: 'record_contact', args, about, claimedAt, heldFor: UNDO_MS });
  });
}

/** Takes an act back; false when it has a number already, because then the server may know it. */
export async function undo(database: PhoneDatabase, order: number): Promise<boolean> {
  return database.transaction('rw', database.outbox, database.diary, async () => {
    const row = await database.outbox.get(order);
    if (!row || row.mutationId !== null) return false;
    await database.outbox.delete(order);
    await strikeOut(database, row.args);
    return true;
  });
}

async function strikeOut(database: PhoneDatabase, args: Record<string, unknown>): Promise<void> {
  if (typeof args.contact_id === 'string') await database.diary.delete(args.contact_id);
}

/** Numbers what may be sent now, in its order, and returns the next batch; a number once given stays. */
export async function nextBatch(database: PhoneDatabase, most: number): Promise<OutboxRow[]> {
  return database.transaction('rw', database.outbox, database.facts, async () => {
    const now = Date.now();
    const waiting = (await database.outbox.toArray()).filter((row) => !row.arrived);
    const due = waiting.filter((row) => row.mutationId === null && row.heldUntil <= now);
    if (due.length > 0) {
      let next = (await readFacts(database)).nextMutationId;
      for (const row of due) row.mutationId = next++;
      await database.outbox.bulkPut(due);
      await changeFacts(database, () => ({ nextMutationId: next }));
    }
    return waiting
      .filter((row) => row.mutationId !== null)
      .sort((a, b) => (a.mutationId ?? 0) - (b.mutationId ?? 0))
      .slice(0, most);
  });
}

/** When the first act that can still be undone may be sent; null when none can. */
export async function nextRelease(database: PhoneDatabase): Promise<number | null> {
  const held = (await database.outbox.toArray()).filter((row) => row.mutationId === null);
  return held.length > 0 ? Math.min(...held.map((row) => row.heldUntil)) : null;
}

export interface Settled {
  id: number;
  refusal: Refusal | null;
}

/** Notes what the server said: arrived acts wait for the next pull, refused ones are put before their owner. */
export async function settle(database: PhoneDatabase, results: Settled[]): Promise<void> {
  const said = new Map(results.map((result) => [result.id, result.refusal]));
  await database.transaction('rw', database.outbox, database.refused, database.diary, async () => {
    for (const row of await database.outbox.toArray()) {
      if (row.mutationId === null || !said.has(row.mutationId)) continue;
      const refusal = said.get(row.mutationId);
      if (!refusal) {
        await database.outbox.put({ ...row, arrived: true });
        continue;
      }
      const { name, args, about, claimedAt } = row;
      await database.refused.add({ name, args, about, claimedAt, refusal });
      await database.outbox.delete(row.order as number);
      await strikeOut(database, args);
    }
  });
}

/** Its owner has read why a record was refused. */
export async function dismissRefusal(database: PhoneDatabase, id: number): Promise<void> {
  await database.refused.delete(id);
}

/** Makes a new device of this phone and numbers from one again what has not arrived yet. */
export async function startNewDevice(database: PhoneDatabase, deviceId: string): Promise<void> {
  await database.transaction('rw', database.outbox, database.facts, async () => {
    await database.outbox.filter((row) => !row.arrived).modify({ mutationId: null });
    await changeFacts(database, () => ({ deviceId, registered: false, nextMutationId: 1, cursor: '' }));
  });
}

/** Orders of the outbox that the server has; a pull that begins now brings their effect. */
export async function arrivedOrders(database: PhoneDatabase): Promise<number[]> {
  return (await database.outbox.toArray()).filter((row) => row.arrived).map((row) => row.order as number);
}

/** What has not reached the server yet. */
export async function waitingActs(database: PhoneDatabase): Promise<OutboxRow[]> {
  return (await database.outbox.toArray()).filter((row) => !row.arrived);
}
