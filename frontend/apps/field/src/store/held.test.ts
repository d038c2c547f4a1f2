import 'fake-indexeddb/auto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { PhoneDatabase } from './database';
import { leaseHolds, readFacts } from './facts';
import { forgetHeld, heldValue, heldValues, takeOver, type Pulled } from './held';
import { arrivedOrders, keepAct, nextBatch, settle, waitingActs } from './outbox';

const AT = new Date('2026-11-03T01:00:00Z');
const NEWS: Pulled = { cursor: '1', reset: false, serverTime: AT.toISOString(), changes: [], notices: [] };
let database: PhoneDatabase;

beforeEach(() => {
  database = new PhoneDatabase(`test-${Math.random()}`);
});
afterEach(() => database.delete());

function put(key: string, value: unknown) {
  return { kind: 'order', key, op: 'put', value } as const;
}

describe('what the server sends', () => {
  it('is put, replaced and forgotten', async () => {
    await takeOver(database, { ...NEWS, changes: [put('W1', 'a'), put('W2', 'b')] }, []);
    await takeOver(database, { ...NEWS, changes: [put('W2', 'c'), { kind: 'order', key: 'W1', op: 'remove' }] }, []);
    expect(await heldValues(database, 'order')).toEqual(['c']);
    expect(await heldValue(database, 'order', 'W1')).toBeNull();
  });

  it('replaces everything on a reset', async () => {
    await takeOver(database, { ...NEWS, changes: [put('W1', 'a')] }, []);
    await takeOver(database, { ...NEWS, reset: true, changes: [put('W2', 'b')] }, []);
    expect(await heldValues(database, 'order')).toEqual(['b']);
  });

  it('clears the acts whose effect it contains, and no others', async () => {
    for (const id of ['W1', 'W2']) await keepAct(database, { name: 'x', args: { id }, about: '', claimedAt: AT });
    await nextBatch(database, 50);
    await settle(database, [{ id: 1, refusal: null }]);
    const arrived = await arrivedOrders(database);
    await settle(database, [{ id: 2, refusal: null }]);
    await takeOver(database, NEWS, arrived);
    expect((await database.outbox.toArray()).map((row) => row.args)).toEqual([{ id: 'W2' }]);
  });

  it('sets the clock by the server and begins a lease', async () => {
    expect(leaseHolds(await readFacts(database))).toBe(false);
    await takeOver(database, { ...NEWS, serverTime: new Date(Date.now() + 86_400_000).toISOString() }, []);
    const facts = await readFacts(database);
    expect(Math.abs(facts.clockOffset - 86_400_000)).toBeLessThan(1000);
    expect(leaseHolds(facts)).toBe(true);
    expect(leaseHolds({ ...facts, lastSyncAt: Date.now() - 9 * 3_600_000 })).toBe(false);
  });

  it('can be forgotten without losing unsent work', async () => {
    await takeOver(database, { ...NEWS, changes: [put('W1', 'a')] }, []);
    await keepAct(database, { name: 'x', args: {}, about: '', claimedAt: AT });
    await forgetHeld(database);
    expect(await heldValues(database, 'order')).toEqual([]);
    expect(await waitingActs(database)).toHaveLength(1);
  });
});
