import 'fake-indexeddb/auto';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { PhoneDatabase } from './database';
import { readFacts } from './facts';
import { keepAct, keepContact, nextBatch, nextRelease, settle, startNewDevice, undo, UNDO_MS, waitingActs } from './outbox';
import { contact, diaryOf } from './samples';

const AT = new Date('2026-11-03T01:00:00Z');
let database: PhoneDatabase;
let now = 1_000_000;

beforeEach(() => {
  now = 1_000_000;
  vi.spyOn(Date, 'now').mockImplementation(() => now);
  database = new PhoneDatabase(`test-${Math.random()}`);
});
afterEach(() => database.delete());

function keep(orderId: string) {
  const args = contact(orderId, 'interested');
  return keepContact(database, args, diaryOf(args), AT);
}

async function numbers() {
  return (await nextBatch(database, 50)).map((row) => [row.mutationId, row.args.order_id]);
}

describe('the outbox', () => {
  it('gives numbers only when a record can no longer be undone', async () => {
    await keep('W1');
    expect(await numbers()).toEqual([]);
    now += UNDO_MS;
    await keep('W2');
    expect(await numbers()).toEqual([[1, 'W1']]);
  });

  it('knows when the first held record may go', async () => {
    expect(await nextRelease(database)).toBeNull();
    await keep('W1');
    now += 1000;
    await keep('W2');
    expect(await nextRelease(database)).toBe(now - 1000 + UNDO_MS);
  });

  it('keeps a number once given, and counts on without a gap', async () => {
    await keep('W1');
    await keep('W2');
    now += UNDO_MS;
    expect(await numbers()).toEqual([[1, 'W1'], [2, 'W2']]);
    await keep('W3');
    now += UNDO_MS;
    expect(await numbers()).toEqual([[1, 'W1'], [2, 'W2'], [3, 'W3']]);
    expect((await readFacts(database)).nextMutationId).toBe(4);
  });

  it('undoes what has no number, and takes it out of the diary', async () => {
    const first = await keep('W1');
    expect(await undo(database, first)).toBe(true);
    expect(await database.diary.count()).toBe(0);
    await keep('W2');
    now += UNDO_MS;
    expect(await numbers()).toEqual([[1, 'W2']]);
  });

  it('cannot undo what the server may know', async () => {
    const first = await keep('W1');
    now += UNDO_MS;
    await nextBatch(database, 50);
    expect(await undo(database, first)).toBe(false);
    expect(await waitingActs(database)).toHaveLength(1);
  });

  it('sends at most a batch, the oldest first', async () => {
    for (const id of ['W1', 'W2', 'W3']) await keepAct(database, { name: 'x', args: { order_id: id }, about: '', claimedAt: AT });
    expect((await nextBatch(database, 2)).map((row) => row.args.order_id)).toEqual(['W1', 'W2']);
  });

  it('holds what arrived back from sending, and shows what was refused', async () => {
    await keep('W1');
    await keep('W2');
    now += UNDO_MS;
    await nextBatch(database, 50);
    const refusal = { code: 'dispatch.order_closed', title: '工单已收回', mend: '' };
    await settle(database, [{ id: 1, refusal }, { id: 2, refusal: null }]);
    expect(await waitingActs(database)).toEqual([]);
    expect(await database.refused.toArray()).toMatchObject([{ name: 'record_contact', refusal }]);
    expect((await database.diary.toArray()).map((row) => row.orderId)).toEqual(['W2']);
  });

  it('numbers from one again as a new device, without what has arrived', async () => {
    await keep('W1');
    await keep('W2');
    now += UNDO_MS;
    await nextBatch(database, 50);
    await settle(database, [{ id: 1, refusal: null }]);
    await startNewDevice(database, 'new');
    expect(await numbers()).toEqual([[1, 'W2']]);
    expect(await readFacts(database)).toMatchObject({ deviceId: 'new', registered: false, cursor: '' });
  });
});
