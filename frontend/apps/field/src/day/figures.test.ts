import { describe, expect, it } from 'vitest';

import type { DayWork } from '../store';
import { contact, diaryOf } from '../store/samples';
import { closeArgs, figuresOf, isOutOfDate } from './figures';

const DAY = '2026-11-03';
const twiceTheSame = [diaryOf(contact('a', 'refused')), diaryOf(contact('a', 'accepted')), diaryOf(contact('b', 'refused'))];
const work = { day: DAY, diary: twiceTheSame, open: 3 } as unknown as DayWork;
const counted = (done: number, planned: number) => ({ date: DAY, planned, done, overdue: 0 });

describe('the figures of a day', () => {
  it('count customers, not contacts, and believe the server where it knows more', () => {
    expect(figuresOf(work, null)).toEqual({ planned: 5, done: 2, open: 3 });
    expect(figuresOf(work, counted(4, 9))).toEqual({ planned: 9, done: 4, open: 3 });
  });

  it('are closed with a reason only when something is left', () => {
    expect(closeArgs(DAY, { planned: 5, done: 2, open: 3 }, 'no_time')).toEqual({
      day: DAY,
      planned: 5,
      done: 2,
      left_open: 3,
      left_reason: 'no_time',
    });
    expect(closeArgs(DAY, { planned: 5, done: 5, open: 0 }, 'no_time')).not.toHaveProperty('left_reason');
  });

  it('go out of date when work goes on', () => {
    const closed = { done: 2, left_open: 3 };
    expect(isOutOfDate(closed, { planned: 5, done: 2, open: 3 })).toBe(false);
    expect(isOutOfDate(closed, { planned: 5, done: 3, open: 2 })).toBe(true);
  });
});
