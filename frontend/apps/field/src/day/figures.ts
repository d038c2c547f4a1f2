import type { CloseArgs, Closed, Day, DayWork, LeftReason } from '../store';

export interface DayFigures {
  planned: number;
  done: number;
  open: number;
}

/** The day as this phone counts it: what the server said, and what was done here since. */
export function figuresOf(work: DayWork, counted: Day | null | undefined): DayFigures {
  const done = Math.max(new Set(work.diary.map((row) => row.orderId)).size, counted?.done ?? 0);
  return { planned: Math.max(counted?.planned ?? 0, done + work.open), done, open: work.open };
}

/** The close of a day as the server wants it. */
export function closeArgs(day: string, { planned, done, open }: DayFigures, reason: LeftReason | undefined): CloseArgs {
  const said = { day, planned, done, left_open: open };
  return open > 0 ? { ...said, left_reason: reason } : said;
}

/** Work went on after the day was closed. */
export function isOutOfDate(closed: Pick<Closed, 'done' | 'left_open'>, { done, open }: DayFigures): boolean {
  return closed.done !== done || closed.left_open !== open;
}
