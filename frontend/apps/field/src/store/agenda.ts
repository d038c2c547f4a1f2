import type { BestTime, ContactArgs, Order, OrderState, Outcome } from './order';
import type { DiaryRow, OutboxRow } from './rows';

const ENDS_WELL: Outcome[] = ['accepted'];
const ENDS: Outcome[] = ['refused', 'wrong_number', 'do_not_disturb'];
const OPEN: OrderState[] = ['pending', 'acknowledged', 'in_progress'];

/** An order as its owner should see it: what the server said, and on top what the phone has not sent yet. */
export function withUnsent(order: Order, outbox: OutboxRow[]): Order {
  return outbox
    .filter((row) => row.name === 'record_contact' && row.args.order_id === order.id)
    .reduce((shown, row) => afterContact(shown, row.args as unknown as ContactArgs), order);
}

function afterContact(order: Order, contact: ContactArgs): Order {
  const { outcome } = contact;
  const state = ENDS_WELL.includes(outcome) ? 'completed' : ENDS.includes(outcome) ? 'failed' : 'in_progress';
  const next_on = contact.next_on ?? null;
  const last_contact = { channel: contact.channel, outcome, made_on: null, best_time: contact.best_time ?? ('' as const) };
  return { ...order, state, last_outcome: outcome, next_on, contacts: order.contacts + 1, last_contact };
}

export interface Agenda {
  /** Whom to see now. */
  next: Order | null;
  /** Customers who named this day, or one before it that was missed. */
  agreed: Order[];
  overdue: Order[];
  today: Order[];
  later: Order[];
  /** All that still waits for its contact today. */
  open: number;
}

interface Given {
  orders: Order[];
  outbox: OutboxRow[];
  diary: DiaryRow[];
  skipped: Record<string, string>;
  day: string;
  /** Hour of the day, 0 to 23. */
  hour: number;
}

/** When the time of day begins that a customer named. */
const BEGINS: Record<BestTime, number> = { morning: 0, noon: 11, afternoon: 13, evening: 17, weekend: 0 };

/** The work of a day: what was agreed, what is late, what is for today and later; without what was done today. */
export function agendaOf({ orders, outbox, diary, skipped, day, hour }: Given): Agenda {
  const done = new Set(diary.filter((row) => row.day === day).map((row) => row.orderId));
  const open = orders
    .map((order) => withUnsent(order, outbox))
    .filter((order) => OPEN.includes(order.state) && !(done.has(order.id) && order.next_on !== day))
    .sort(byUrgency);
  const overdue = open.filter((order) => isLate(order, day));
  const rest = open.filter((order) => !isLate(order, day));
  const agreed = rest.filter((order) => isAgreed(order, day)).sort((a, b) => beginOf(a) - beginOf(b));
  const today = rest.filter((order) => dayFor(order) <= day && !isAgreed(order, day));
  const later = rest.filter((order) => dayFor(order) > day);
  // A promise comes before everything else, but not before its hour; "later today" is not right now.
  const spokenTo = (order: Order) => done.has(order.id) || order.last_contact?.made_on === day;
  const isDue = (order: Order) => beginOf(order) <= hour && !(spokenTo(order) && beginOf(order) === 0);
  const due = agreed.filter(isDue);
  const early = agreed.filter((order) => !isDue(order));
  return {
    next: firstOf([...due, ...overdue, ...today, ...early], skipped, day),
    agreed,
    overdue,
    today,
    later,
    open: agreed.length + overdue.length + today.length,
  };
}

/** The day that the customer named has come. */
export function isAgreed(order: Order, day: string): boolean {
  return order.next_on !== null && order.next_on <= day;
}

function beginOf(order: Order): number {
  const time = order.last_contact?.best_time;
  return time ? BEGINS[time] : 0;
}

/** Past its due day, and past the day the customer asked for. */
export function isLate(order: Order, day: string): boolean {
  return order.due_on < day && (order.next_on === null || order.next_on < day);
}

/** The day on which an order wants its next contact. */
export function dayFor(order: Order): string {
  return order.next_on ?? order.planned_on ?? order.due_on;
}

/** What was put off comes last, in the order it was put off. */
function firstOf(line: Order[], skipped: Record<string, string>, day: string): Order | null {
  const putOff = Object.keys(skipped).filter((id) => skipped[id] === day);
  const ranked = [...line].sort((a, b) => putOff.indexOf(a.id) - putOff.indexOf(b.id));
  return ranked[0] ?? null;
}

function byUrgency(a: Order, b: Order): number {
  return (
    dayFor(a).localeCompare(dayFor(b)) ||
    b.priority - a.priority ||
    a.place_name.localeCompare(b.place_name) ||
    a.id.localeCompare(b.id)
  );
}
