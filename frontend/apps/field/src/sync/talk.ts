import { client, read, type components, type Session } from '@gridloop/api';

type Schemas = components['schemas'];
export type PushAnswer = Schemas['PushOut'];
export type PullAnswer = Schemas['PullOut'];
export type SentMutation = Schemas['MutationIn'];

/**
 * The protocol makes repeats harmless by itself; an empty key keeps the client from adding one, which would wrap a
 * whole push in one transaction.
 */
const headers = { 'Idempotency-Key': '' };

/** The four things a phone says to the server. A stand-in for tests has the same shape. */
export interface Talk {
  session: () => Promise<Session>;
  register: (deviceId: string, username: string, label: string) => Promise<Schemas['RegisteredDevice']>;
  push: (deviceId: string, mutations: SentMutation[], sentAt: Date) => Promise<PushAnswer>;
  pull: (deviceId: string, since: string) => Promise<PullAnswer>;
}

export const serverTalk: Talk = {
  session: () => read(client.GET('/api/kernel/session')),
  register: (device_id, username, label) =>
    read(client.POST('/api/field/devices', { body: { device_id, username, label }, headers })),
  push: (device_id, mutations, sentAt) =>
    read(client.POST('/api/field/push', { body: { device_id, mutations, sent_at: sentAt.toISOString() }, headers })),
  pull: (device_id, since) => read(client.GET('/api/field/pull', { params: { query: { device_id, since } } })),
};
