import { describe, expect, it } from 'vitest';

import { agendaOf, withUnsent } from './agenda';
import type { BestTime, Order } from './order';
import type { OutboxRow } from './rows';
import { contact, diaryOf, order } from './samples';

const DAY = '2026-11-03';
const NOTHING = { outbox: [], diary: [], skipped: {}, day: DAY, hour: 9 };
const ids = (orders: Order[]) => orders.map((one) => one.id);

function unsent(args: ReturnType<typeof contact>): OutboxRow {
  return { name: 'record_contact', args: { ...args }, about: '', claimedAt: '', heldUntil: 0, mutationId: null, arrived: false };
}

describe('the agenda of a day', () => {
  it('parts what is late, for today and later, and begins with the most urgent', () => {
    const orders = [
      order('later', { planned_on: '2026-11-04' }),
      order('today', { priority: 1 }),
      order('first', { priority: 9 }),
      order('late', { due_on: '2026-11-02', planned_on: '2026-11-02' }),
      order('closed', { state: 'completed' }),
    ];
    const agenda = agendaOf({ ...NOTHING, orders });
    expect(ids(agenda.overdue)).toEqual(['late']);
    expect(ids(agenda.today)).toEqual(['first', 'today']);
    expect(ids(agenda.later)).toEqual(['later']);
    expect(agenda.next?.id).toBe('late');
  });

  it('puts off what was skipped today, the first skipped first again', () => {
    const orders = [order('a'), order('b'), order('c')];
    const next = (skipped: Record<string, string>) => agendaOf({ ...NOTHING, orders, skipped }).next?.id;
    expect(next({ a: DAY })).toBe('b');
    expect(next({ a: DAY, b: DAY, c: DAY })).toBe('a');
    expect(next({ a: '2026-11-02' })).toBe('a');
  });

  it('leaves out what was done today, unless it was promised for today again', () => {
    const first = contact('a', 'not_reached');
    const again = contact('b', 'call_again', { next_on: DAY });
    const given = { orders: [order('a'), order('b')], outbox: [unsent(first), unsent(again)] };
    const agenda = agendaOf({ ...NOTHING, ...given, diary: [diaryOf(first), diaryOf(again)] });
    expect([ids(agenda.agreed), ids(agenda.today)]).toEqual([['b'], []]);
  });

  it('does not bring back at once whom he has just spoken to', () => {
    const said = contact('spoken', 'call_again', { next_on: DAY });
    const inTheAfternoon = contact('tea', 'call_again', { next_on: DAY, best_time: 'afternoon' });
    const given = {
      orders: [order('spoken'), order('tea'), order('other')],
      outbox: [unsent(said), unsent(inTheAfternoon)],
      diary: [diaryOf(said), diaryOf(inTheAfternoon)],
    };
    expect(agendaOf({ ...NOTHING, ...given }).next?.id).toBe('other');
    expect(agendaOf({ ...NOTHING, ...given, hour: 14 }).next?.id).toBe('tea');
  });

  it('does not call late what was promised for a day to come', () => {
    const promised = order('a', { state: 'in_progress', due_on: '2026-11-02', next_on: '2026-11-05' });
    const agenda = agendaOf({ ...NOTHING, orders: [promised] });
    expect([ids(agenda.overdue), ids(agenda.later)]).toEqual([[], ['a']]);
  });

  it('comes back on the promised day, before everything else but not before its hour', () => {
    const promised = (id: string, next_on: string, best_time: BestTime | '') =>
      order(id, {
        state: 'in_progress',
        next_on,
        last_contact: { channel: 'call', outcome: 'interested', made_on: '2026-11-01', best_time },
      });
    const orders = [
      order('late', { due_on: '2026-11-02', planned_on: '2026-11-02' }),
      order('plain', { priority: 99 }),
      promised('evening', DAY, 'evening'),
      promised('morning', DAY, 'morning'),
      promised('missed', '2026-11-02', ''),
      promised('to come', '2026-11-05', ''),
    ];
    const at = (hour: number) => agendaOf({ ...NOTHING, orders, hour });
    expect(ids(at(9).agreed)).toEqual(['missed', 'morning', 'evening']);
    expect(ids(at(9).later)).toEqual(['to come']);
    expect(at(9).open).toBe(5);
    const nextWithout = (hour: number, done: string[]) =>
      agendaOf({ ...NOTHING, hour, orders: orders.filter((one) => !done.includes(one.id)) }).next?.id;
    expect(nextWithout(9, [])).toBe('missed');
    expect(nextWithout(9, ['missed', 'morning'])).toBe('late');
    expect(nextWithout(18, ['missed', 'morning'])).toBe('evening');
    expect(nextWithout(9, ['missed', 'morning', 'late', 'plain'])).toBe('evening');
  });
});

describe('an order with unsent contacts', () => {
  it.each([
    ['accepted', 'completed'],
    ['refused', 'failed'],
    ['wrong_number', 'failed'],
    ['do_not_disturb', 'failed'],
    ['interested', 'in_progress'],
    ['not_reached', 'in_progress'],
  ] as const)('shows %s as %s', (outcome, state) => {
    const shown = withUnsent(order('a'), [unsent(contact('a', outcome)), unsent(contact('b', 'refused'))]);
    expect(shown).toMatchObject({ state, last_outcome: outcome, contacts: 1 });
  });
});
