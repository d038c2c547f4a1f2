import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { setRequestLanguage } from './headers';
import { LARGEST_PAGE, readAll } from './page';
import { ApiProblem, UNREACHABLE } from './problem';
import { call } from './raw';

let sent: Request[] = [];

function answer(status: number, body: unknown): void {
  vi.stubGlobal('fetch', (request: Request) => {
    sent.push(request);
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
}

beforeEach(() => {
  sent = [];
  document.cookie = 'csrftoken=abc123';
});
afterEach(() => vi.unstubAllGlobals());

describe('a call', () => {
  it('says the language, and for a write proves where it comes from', async () => {
    answer(200, {});
    setRequestLanguage('en');
    await call('/api/x');
    await call('/api/x', { method: 'POST' });
    expect(sent[0]?.headers.get('Accept-Language')).toBe('en');
    expect(sent[0]?.headers.get('X-CSRFToken')).toBeNull();
    expect(sent[1]?.headers.get('X-CSRFToken')).toBe('abc123');
  });

  it('fetches the proof first where the page has none yet', async () => {
    document.cookie = 'csrftoken=; max-age=0';
    vi.stubGlobal('fetch', (request: Request) => {
      sent.push(request);
      document.cookie = 'csrftoken=fresh';
      return Promise.resolve(new Response('{}'));
    });
    await call('/api/x', { method: 'POST' });
    expect(sent.map((request) => [request.method, new URL(request.url).pathname])).toEqual([
      ['GET', '/api/kernel/session'],
      ['POST', '/api/x'],
    ]);
    expect(sent[1]?.headers.get('X-CSRFToken')).toBe('fresh');
  });

  it('gives every POST its own idempotency key, unless the caller has one', async () => {
    answer(200, {});
    await call('/api/x', { method: 'POST' });
    await call('/api/x', { method: 'POST' });
    await call('/api/x', { method: 'POST', headers: { 'Idempotency-Key': 'mine' } });
    const keys = sent.map((request) => request.headers.get('Idempotency-Key'));
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).not.toBe(keys[0]);
    expect(keys[2]).toBe('mine');
  });

  it('throws the problem document of a refusal', async () => {
    answer(422, { code: 'lake.bad_header', title: 'bad', errors: [{ where: 'line 1', what: 'x', mend: 'y' }] });
    const problem = await call('/api/x').catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ status: 422, code: 'lake.bad_header', errors: [{ where: 'line 1' }] });
  });

  it('tells a server that is away from one that refuses', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
    await expect(call('/api/x')).rejects.toMatchObject({ status: 0, code: UNREACHABLE });
  });

  it('makes a problem even of an answer that is no document', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('<html>', { status: 502 })));
    await expect(call('/api/x')).rejects.toMatchObject({ status: 502, code: 'http.502' });
  });
});

describe('reading a whole list', () => {
  const rows = Array.from({ length: 1203 }, (_, index) => index);
  const page = ({ offset, limit }: { offset: number; limit: number }) =>
    Promise.resolve({ items: rows.slice(offset, offset + limit), total: rows.length, offset, limit });

  it('takes all pages', async () => {
    expect((await readAll(page, 10_000)).rows).toEqual(rows);
  });

  it('stops at the bound and still knows the total', async () => {
    const cut = await readAll(page, LARGEST_PAGE + 1);
    expect(cut.rows).toHaveLength(LARGEST_PAGE + 1);
    expect(cut.total).toBe(1203);
  });
});
