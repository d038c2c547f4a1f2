import { ApiProblem, type Session } from '@gridloop/api';

import type { PullAnswer, PushAnswer, SentMutation, Talk } from './talk';

/** A server of the protocol in memory, which can lose answers; for tests. */
export class ServerDouble implements Talk {
  username = 'cm1';
  devices = new Map<string, number>();
  applied: SentMutation[] = [];
  refuse = new Set<string>();
  /** The next answer of this kind gets lost after its effect. */
  lose: 'register' | 'push' | 'pull' | null = null;
  wipe = false;
  asked: string[] = [];

  async session(): Promise<Session> {
    return { username: this.username } as Session;
  }

  async register(deviceId: string) {
    if (!this.devices.has(deviceId)) this.devices.set(deviceId, 0);
    return this.answer('register', {
      device_id: deviceId,
      last_mutation_id: this.devices.get(deviceId) ?? 0,
      lease_hours: 8,
    });
  }

  async push(deviceId: string, mutations: SentMutation[]): Promise<PushAnswer> {
    const results = mutations.map((mutation) => this.take(deviceId, mutation));
    return this.answer('push', { last_mutation_id: this.last(deviceId), results, clock_skew_seconds: 0 });
  }

  async pull(deviceId: string, since: string): Promise<PullAnswer> {
    this.asked.push(since);
    return this.answer('pull', {
      cursor: '7',
      reset: since === '',
      wipe: this.wipe,
      server_time: new Date().toISOString(),
      last_mutation_id: this.last(deviceId),
      changes: [],
      notices: [],
    });
  }

  private last(deviceId: string): number {
    const last = this.devices.get(deviceId);
    if (last === undefined) throw new ApiProblem(404, { code: 'field.device_unknown' });
    return last;
  }

  private take(deviceId: string, mutation: SentMutation): PushAnswer['results'][number] {
    const last = this.last(deviceId);
    if (mutation.id <= last) return { id: mutation.id, status: 'exists', problem: null };
    if (mutation.id > last + 1) throw new ApiProblem(409, { code: 'field.mutation_gap' });
    this.devices.set(deviceId, mutation.id);
    if (this.refuse.has(mutation.name)) {
      const problem = { code: 'dispatch.closed', status: 409, title: 'closed', mend: '', errors: [] };
      return { id: mutation.id, status: 'refused', problem };
    }
    this.applied.push(mutation);
    return { id: mutation.id, status: 'applied', problem: null };
  }

  private answer<T>(kind: typeof this.lose, answer: T): T {
    if (this.lose !== kind) return answer;
    this.lose = null;
    throw ApiProblem.unreachable();
  }
}
