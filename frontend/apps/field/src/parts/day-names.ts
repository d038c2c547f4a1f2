import { useLanguage, useWords, type Language } from '@gridloop/i18n';
import { useMemo } from 'react';

const DAY_MS = 86_400_000;

/** Plain dates have no zone: they are counted and named as UTC so that they never slip a day. */
function asTime(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

export function dayAfter(day: string, days: number): string {
  return new Date(asTime(day) + days * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((asTime(to) - asTime(from)) / DAY_MS);
}

/** The last day of the month that lies so many months after a day's. */
export function monthEnd(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month + months, 0)).toISOString().slice(0, 10);
}

export interface DayNames {
  /** 11月3日 周二 */
  full: (day: string) => string;
  /** 11月3日 */
  short: (day: string) => string;
  /** 3月 */
  month: (day: string) => string;
  /** 今天, 明天, else 11月3日 */
  near: (day: string, today: string) => string;
}

function names(language: Language, options: Intl.DateTimeFormatOptions): (day: string) => string {
  const format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: 'UTC', ...options });
  return (day) => format.format(asTime(day));
}

export function useDayNames(): DayNames {
  const language = useLanguage();
  const t = useWords('parts');
  return useMemo(() => {
    const monthStyle = language === 'zh' ? 'long' : 'short';
    const short = names(language, { month: monthStyle, day: 'numeric' });
    const weekday = names(language, { weekday: 'short' });
    const month = names(language, { month: language === 'zh' ? 'numeric' : 'short' });
    const near = (day: string, today: string) => {
      const away = daysBetween(today, day);
      if (away === 0) return t('day.today');
      if (away === 1) return t('day.tomorrow');
      return away === -1 ? t('day.yesterday') : short(day);
    };
    return {
      short,
      near,
      full: (day) => (language === 'zh' ? `${short(day)} ${weekday(day)}` : `${weekday(day)} ${short(day)}`),
      month,
    };
  }, [language, t]);
}
