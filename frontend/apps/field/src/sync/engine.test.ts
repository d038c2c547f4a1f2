import 'fake-indexeddb/auto';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { keepAct, PhoneDatabase, waitingActs, type Phone } from '../store';
import { SyncEngine } from './engine';
import { ServerDouble } from './server-double';

const AT = new Date('2026-11-03T01:00:00Z');
let phone: Phone;
let server: ServerDouble;
let engine: SyncEngine;

beforeEach(() => {
  const owner = { username: 'cm1', name: '', orgName: { zh: '', en: '' }, timeZone: 'Asia/Shanghai', simulation: false };
  phone = { database: new PhoneDatabase(`test-${Math.random()}`), owner };
  server = new ServerDouble();
  engine = new SyncEngine(phone, server, 'Test phone');
});
afterEach(() => phone.database.delete());

const keep = (name: string, heldFor = 0) => keepAct(phone.database, { name, args: {}, about: '', claimedAt: AT, heldFor });
const applied = () => server.applied.map((mutation) => mutation.name);

describe('the sync engine', () => {
  it('talks once more when it is asked during a talk', async () => {
    await keep('a');
    const first = engine.run();
    await keep('b');
    await Promise.all([first, engine.run()]);
    expect(applied()).toEqual(['a', 'b']);
  });

  it('talks again at once when signal comes back while a talk without signal is still failing', async () => {
    await keep('a');
    server.lose = 'push';
    const first = engine.run();
    await Promise.all([first, engine.run()]);
    expect(applied()).toEqual(['a']);
    expect(engine.current().kind).toBe('idle');
  });

  it('tells what state it is in', async () => {
    const told: string[] = [];
    engine.subscribe(() => told.push(engine.current().kind));
    await engine.run();
    server.lose = 'pull';
    await engine.run();
    server.username = '';
    await engine.run();
    expect(told).toEqual(['running', 'idle', 'running', 'offline', 'running', 'signed_out']);
  });

  it('comes back by itself for a record that could still be undone', async () => {
    let now = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => now);
    await keep('a', 30);
    await engine.run();
    expect(await waitingActs(phone.database)).toHaveLength(1);
    now += 30;
    await vi.waitFor(() => expect(applied()).toEqual(['a']), { timeout: 3000 });
  });
});
