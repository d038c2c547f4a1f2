import { useMe } from '@gridloop/api';

/** The operator's day, as the server has it: YYYY-MM-DD. */
export function useToday(): string {
  const { now, time_zone } = useMe();
  return new Intl.DateTimeFormat('sv-SE', { timeZone: time_zone, dateStyle: 'short' }).format(new Date(now));
}
