import { createContext, useContext, useEffect, useMemo, useState } from 'react';

import { agendaOf, type Agenda } from './agenda';
import type { PhoneDatabase } from './database';
import { dayOf, hourOf, presentMoment, readFacts } from './facts';
import { heldValue, heldValues } from './held';
import { useLive } from './live';
import type { Order, WordList } from './order';
import { waitingActs } from './outbox';
import { NO_FACTS, type DiaryRow, type Facts, type OutboxRow, type Owner, type RefusedRow } from './rows';

const MINUTE = 60_000;

export interface Phone {
  database: PhoneDatabase;
  owner: Owner;
}

export const PhoneContext = createContext<Phone | null>(null);

/** The phone and its owner; only for screens behind the sign-in. */
export function usePhone(): Phone {
  const phone = useContext(PhoneContext);
  if (!phone) throw new Error('usePhone outside of the signed-in part of the app');
  return phone;
}

export function useFacts(): Facts {
  const { database } = usePhone();
  return useLive(() => readFacts(database), [database]) ?? NO_FACTS;
}

/** Today in the tenant's zone by the server's clock. */
export function useToday(): string {
  const { owner } = usePhone();
  return dayOf(presentMoment(useFacts()), owner.timeZone);
}

/** The time by this phone, told anew every minute: days end while a screen is open. */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), MINUTE);
    return () => clearInterval(clock);
  }, []);
  return now;
}

export interface DayWork extends Agenda {
  day: string;
  /** The server has answered at least once. */
  synced: boolean;
  orders: Order[];
  diary: DiaryRow[];
}

/** The work of today; undefined until the store has answered. */
export function useDayWork(): DayWork | undefined {
  const { database, owner } = usePhone();
  const stored = useLive(
    () =>
      database.transaction('r', database.held, database.outbox, database.diary, database.facts, async () => ({
        orders: await heldValues<Order>(database, 'order'),
        outbox: await database.outbox.toArray(),
        diary: await database.diary.toArray(),
        facts: await readFacts(database),
      })),
    [database],
  );
  const now = useMinute();
  return useMemo(() => {
    if (!stored) return undefined;
    const { orders, outbox, diary, facts } = stored;
    const day = dayOf(new Date(now + facts.clockOffset), owner.timeZone);
    const hour = hourOf(new Date(now + facts.clockOffset), owner.timeZone);
    const agenda = agendaOf({ orders, outbox, diary, skipped: facts.skipped, day, hour });
    return { ...agenda, day, synced: facts.lastSyncAt !== null, orders, diary: diary.filter((row) => row.day === day) };
  }, [stored, now, owner.timeZone]);
}

/** One thing that the server lets this phone hold; null when it does not, undefined until it is known. */
export function useHeld<T>(kind: string, key: string): T | null | undefined {
  const { database } = usePhone();
  return useLive(() => heldValue<T>(database, kind, key), [database, kind, key]);
}

export function useHeldAll<T>(kind: string): T[] | undefined {
  const { database } = usePhone();
  return useLive(() => heldValues<T>(database, kind), [database, kind]);
}

const NO_WORDS: WordList = { items: [] };

export function useWordList(key: string): WordList {
  return useHeld<WordList>('words', key) ?? NO_WORDS;
}

/** The newest act of a name that the server's news do not contain yet; null when there is none. */
export function useUnseenAct<Args>(name: string, fits: (args: Args) => boolean): OutboxRow | null {
  const { database } = usePhone();
  const rows = useLive(() => database.outbox.toArray(), [database]) ?? [];
  return rows.filter((row) => row.name === name && fits(row.args as Args)).pop() ?? null;
}

/** Acts that have not reached the server. */
export function useWaiting(): OutboxRow[] {
  const { database } = usePhone();
  return useLive(() => waitingActs(database), [database]) ?? [];
}

export function useRefused(): RefusedRow[] {
  const { database } = usePhone();
  return useLive(() => database.refused.toArray(), [database]) ?? [];
}
