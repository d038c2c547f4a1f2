const MINUTES = 60;

/** Minute 1260 of the day as 21:00. */
export function clockTime(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / MINUTES))}:${two(minute % MINUTES)}`;
}

/** 21:00 as minute 1260 of the day; null for what is no time. */
export function minuteOf(time: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(time);
  if (!match) return null;
  const minute = Number(match[1]) * MINUTES + Number(match[2]);
  return minute <= 24 * MINUTES ? minute : null;
}
