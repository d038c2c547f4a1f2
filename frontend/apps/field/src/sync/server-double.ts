import { ApiProblem, type Session } from '@gridloop/api';

import type { PullAnswer, PushAnswer, SentMutation, Talk } from './talk';

/** A server of the protocol in memory, which can lose answers; for tests. */
export class ServerDouble implements Talk {
  username = 'cm1';
  /** Owner and last number of each device. */
  devices = new Map<string, { owner: string; last: number }>();
  applied: SentMutation[] = [];
  refuse = new Set<string>();
  /** The next answer of this kind gets lost after its effect. */
  lose: 'register' | 'push' | 'pull' | null = null;
  wipe = false;
  asked: string[] = [];

  async session(): Promise<Session> {
    return { username: this.username } as Session;
  }

  async register(deviceId: string, username: string) {
    this.signedIn();
    if (username !== this.username) throw new ApiProblem(409, { code: 'field.other_account' });
    if (!this.devices.has(deviceId)) this.devices.set(deviceId, { owner: username, last: 0 });
    return this.answer('register', {
      device_id: deviceId,
      last_mutation_id: this.device(deviceId).last,
      lease_hours: 8,
    });
  }

  async push(deviceId: string, mutations: SentMutation[]): Promise<PushAnswer> {
    const results = mutations.map((mutation) => this.take(deviceId, mutation));
    return this.answer('push', { last_mutation_id: this.device(deviceId).last, results, clock_skew_seconds: 0 });
  }

  async pull(deviceId: string, since: string): Promise<PullAnswer> {
    this.device(deviceId);
    this.asked.push(since);
    return this.answer('pull', {
      cursor: '7',
      reset: since === '',
      wipe: this.wipe,
      server_time: new Date().toISOString(),
      last_mutation_id: this.device(deviceId).last,
      changes: [],
      notices: [],
    });
  }

  private signedIn(): void {
    if (this.username === '') throw new ApiProblem(401, { code: 'kernel.not_signed_in' });
  }

  private device(deviceId: string) {
    this.signedIn();
    const device = this.devices.get(deviceId);
    if (device?.owner !== this.username) throw new ApiProblem(404, { code: 'field.device_unknown' });
    return device;
  }

  private take(deviceId: string, mutation: SentMutation): PushAnswer['results'][number] {
    const device = this.device(deviceId);
    if (mutation.id <= device.last) return { id: mutation.id, status: 'exists', problem: null };
    if (mutation.id > device.last + 1) throw new ApiProblem(409, { code: 'field.mutation_gap' });
    device.last = mutation.id;
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
