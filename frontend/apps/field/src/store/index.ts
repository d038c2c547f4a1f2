/** The one door to what this phone keeps. Whoever seals it changes this folder and nothing else. */
export { agendaOf, dayFor, isAgreed, isLate, withUnsent, type Agenda } from './agenda';
export {
  PhoneContext,
  useDayWork,
  useFacts,
  useHeld,
  useHeldAll,
  usePhone,
  useRefused,
  useToday,
  useUnseenAct,
  useWaiting,
  useWordList,
  type DayWork,
  type Phone,
} from './context';
export { forgetOwner, keepOwner, PhoneDatabase, readOwner } from './database';
export { changeFacts, dayOf, leaseHolds, presentMoment, readFacts, skipOrder } from './facts';
export { forgetEverything, forgetHeld, takeOver, type Pulled, type PulledChange } from './held';
export { useLive } from './live';
export * from './order';
export {
  arrivedOrders,
  dismissRefusal,
  keepAct,
  keepContact,
  nextBatch,
  nextRelease,
  settle,
  startNewDevice,
  UNDO_MS,
  undo,
  waitingActs,
  type Settled,
} from './outbox';
export type { DiaryRow, Facts, Notice, OutboxRow, Owner, RefusedRow, Refusal } from './rows';
