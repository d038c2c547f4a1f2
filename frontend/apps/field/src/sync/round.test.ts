import 'fake-indexeddb/auto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { changeFacts, keepAct, PhoneDatabase, readFacts, waitingActs, type Phone } from '../store';
import { syncRound } from './round';
import { ServerDouble } from './server-double';

const AT = new Date('2026-11-03T01:00:00Z');
let phone: Phone;
let server: ServerDouble;

beforeEach(() => {
  const owner = { username: 'cm1', name: '', orgName: { zh: '', en: '' }, timeZone: 'Asia/Shanghai', simulation: false };
  phone = { database: new PhoneDatabase(`test-${Math.random()}`), owner };
  server = new ServerDouble();
});
afterEach(() => phone.database.delete());

const sync = () => syncRound(phone, server, 'Test phone');
const keep = (name: string) => keepAct(phone.database, { name, args: {}, about: '', claimedAt: AT });
const applied = () => server.applied.map((mutation) => mutation.name);

describe('a talk with the server', () => {
  it('brings everything once and in order', async () => {
    for (const name of ['a', 'b', 'c']) await keep(name);
    expect(await sync()).toBe('done');
    await keep('d');
    expect(await sync()).toBe('done');
    expect(applied()).toEqual(['a', 'b', 'c', 'd']);
    expect(await phone.database.outbox.count()).toBe(0);
    expect(server.asked).toEqual(['', '7']);
  });

  it.each(['register', 'push', 'pull'] as const)('survives a lost answer to %s', async (lost) => {
    for (const name of ['a', 'b']) await keep(name);
    server.lose = lost;
    await expect(sync()).rejects.toMatchObject({ status: 0 });
    expect(await sync()).toBe('done');
    expect(applied()).toEqual(['a', 'b']);
    expect(server.devices.size).toBe(1);
  });

  it('sends many in batches', async () => {
    for (let number = 0; number < 120; number += 1) await keep(`n${number}`);
    await sync();
    expect(applied()).toHaveLength(120);
  });

  it('is not blocked by a refused record, and keeps the reason', async () => {
    server.refuse.add('bad');
    for (const name of ['a', 'bad', 'b']) await keep(name);
    await sync();
    expect(applied()).toEqual(['a', 'b']);
    expect(await phone.database.refused.toArray()).toMatchObject([{ name: 'bad', refusal: { title: 'closed' } }]);
  });

  it.each(['', 'cm2'])('keeps the work when "%s" is signed in', async (username) => {
    await keep('a');
    server.username = username;
    expect(await sync()).toBe('signed_out');
    expect(await waitingActs(phone.database)).toHaveLength(1);
    server.username = 'cm1';
    await sync();
    expect(applied()).toEqual(['a']);
  });

  it('leaves a registered phone as it is while somebody else is signed in', async () => {
    await sync();
    const { deviceId } = await readFacts(phone.database);
    await keep('a');
    server.username = 'cm2';
    expect(await sync()).toBe('signed_out');
    expect((await readFacts(phone.database)).deviceId).toBe(deviceId);
    server.username = 'cm1';
    await sync();
    expect(applied()).toEqual(['a']);
  });

  it('begins anew where the server does not know the phone any more', async () => {
    await keep('a');
    await sync();
    server.devices.clear();
    await keep('b');
    expect(await sync()).toBe('done');
    expect(applied()).toEqual(['a', 'b']);
  });

  it('begins anew where the server has lost what it had', async () => {
    for (const name of ['a', 'b']) await keep(name);
    await sync();
    for (const device of server.devices.values()) device.last = 0;
    await keep('c');
    expect(await sync()).toBe('done');
    expect(applied()).toEqual(['a', 'b', 'c']);
  });

  it('loses nothing as the copy of another phone', async () => {
    for (const name of ['a', 'b']) await keep(name);
    await sync();
    await changeFacts(phone.database, () => ({ nextMutationId: 2 })); // restored from a backup of yesterday
    await sync();
    expect((await readFacts(phone.database)).nextMutationId).toBe(1);
    await keep('c');
    await sync();
    expect(applied()).toEqual(['a', 'b', 'c']);
  });

  it('tells that the phone was switched off', async () => {
    server.wipe = true;
    expect(await sync()).toBe('switched_off');
  });
});
