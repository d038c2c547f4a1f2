import { ApiProblem } from '@gridloop/api';

import {
  arrivedOrders,
  changeFacts,
  nextBatch,
  presentMoment,
  readFacts,
  settle,
  startNewDevice,
  takeOver,
  type OutboxRow,
  type Phone,
} from '../store';
import { newId } from './new-id';
import type { PushAnswer, SentMutation, Talk } from './talk';

const BATCH = 50;
/** The server does not know this device, or counts otherwise than we: begin anew under a new id. */
const BEGIN_ANEW = ['field.device_unknown', 'field.device_taken', 'field.mutation_gap', 'field.mutation_differs'];

const TOKEN_GONE = 'kernel.csrf_failed';

export type RoundEnd = 'done' | 'signed_out' | 'switched_off';

const END_OF: Record<string, RoundEnd> = {
  'kernel.not_signed_in': 'signed_out',
  'field.other_account': 'signed_out',
  'field.device_revoked': 'switched_off',
};

/** One talk with the server: what we did, what is new. Throws `ApiProblem` when it cannot be finished. */
export async function syncRound(phone: Phone, talk: Talk, label: string): Promise<RoundEnd> {
  try {
    return await upAndDown(phone, talk, label);
  } catch (problem) {
    const end = problem instanceof ApiProblem ? END_OF[problem.code] : undefined;
    if (end) return end;
    throw problem;
  }
}

async function upAndDown(phone: Phone, talk: Talk, label: string): Promise<RoundEnd> {
  try {
    return await talkOnce(phone, talk, label);
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    const anew = BEGIN_ANEW.includes(problem.code);
    if (!anew && problem.code !== TOKEN_GONE) throw problem;
    // Also gives a new token. The cookie may meanwhile belong to somebody else, who must not carry this work.
    const session = await talk.session();
    if (session.username !== phone.owner.username) return 'signed_out';
    if (anew) await startNewDevice(phone.database, newId());
    return talkOnce(phone, talk, label);
  }
}

async function talkOnce(phone: Phone, talk: Talk, label: string): Promise<RoundEnd> {
  const deviceId = await registeredDevice(phone, talk, label);
  await sendAll(phone, talk, deviceId);
  return fetchNews(phone, talk, deviceId);
}

async function registeredDevice({ database, owner }: Phone, talk: Talk, label: string): Promise<string> {
  // The id is on the disk before it is sent: a lost answer leads to the same device.
  const facts = await changeFacts(database, ({ deviceId }) => ({ deviceId: deviceId ?? newId() }));
  const deviceId = facts.deviceId as string;
  if (facts.registered) return deviceId;
  const answer = await talk.register(deviceId, owner.username, label);
  await changeFacts(database, () => ({ registered: true, leaseHours: answer.lease_hours }));
  return deviceId;
}

async function sendAll({ database }: Phone, talk: Talk, deviceId: string): Promise<void> {
  for (let batch = await nextBatch(database, BATCH); batch.length > 0; batch = await nextBatch(database, BATCH)) {
    const sentAt = presentMoment(await readFacts(database));
    const answer = await talk.push(deviceId, batch.map(asMutation), sentAt);
    await settle(database, answer.results.map(asSettled));
  }
}

function asMutation(row: OutboxRow): SentMutation {
  return { id: row.mutationId as number, name: row.name, args: row.args, claimed_at: row.claimedAt };
}

function asSettled({ id, problem }: PushAnswer['results'][number]) {
  return { id, refusal: problem ? { code: problem.code, title: problem.title, mend: problem.mend } : null };
}

async function fetchNews({ database }: Phone, talk: Talk, deviceId: string): Promise<RoundEnd> {
  const arrived = await arrivedOrders(database);
  const facts = await readFacts(database);
  const answer = await talk.pull(deviceId, facts.cursor);
  if (answer.wipe) return 'switched_off';
  if (answer.last_mutation_id >= facts.nextMutationId) throw clonedPhone();
  await takeOver(database, { ...answer, serverTime: answer.server_time }, arrived);
  return 'done';
}

/** The server has seen numbers that we have not given: our store is a copy, or older than it was. */
function clonedPhone(): ApiProblem {
  return new ApiProblem(409, { code: 'field.mutation_differs' });
}
