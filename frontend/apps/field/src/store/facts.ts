import type { PhoneDatabase } from './database';
import { NO_FACTS, type Facts } from './rows';

export async function readFacts(database: PhoneDatabase): Promise<Facts> {
  return { ...NO_FACTS, ...(await database.facts.get('facts'))?.value };
}

/** Changes some facts; inside a transaction of the caller's, or in one of its own. */
export async function changeFacts(
  database: PhoneDatabase,
  change: (facts: Facts) => Partial<Facts>,
): Promise<Facts> {
  return database.transaction('rw', database.facts, async () => {
    const facts = await readFacts(database);
    const changed = { ...facts, ...change(facts) };
    await database.facts.put({ name: 'facts', value: changed });
    return changed;
  });
}

/** The present moment by the server's clock, as far as this phone knows it. */
export function presentMoment(facts: Facts): Date {
  return new Date(Date.now() + facts.clockOffset);
}

/** The tenant's calendar day of a moment, as 2026-11-03. */
export function dayOf(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(moment);
}

/** The hour of the tenant's clock at a moment, 0 to 23. */
export function hourOf(moment: Date, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(moment));
}

/** Puts an order at the end of today's line. */
export async function skipOrder(database: PhoneDatabase, orderId: string, day: string): Promise<void> {
  await changeFacts(database, ({ skipped }) => {
    const today = Object.entries(skipped).filter(([id, on]) => on === day && id !== orderId);
    return { skipped: Object.fromEntries([...today, [orderId, day]]) };
  });
}

/** True while orders may be acted on without asking the server first. */
export function leaseHolds(facts: Facts): boolean {
  if (facts.lastSyncAt === null) return false;
  return Date.now() - facts.lastSyncAt < facts.leaseHours * 3_600_000;
}
