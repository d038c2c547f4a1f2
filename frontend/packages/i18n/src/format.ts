import type { Language } from './words';

export const TENANT_ZONE = 'Asia/Shanghai';
export const TENANT_CURRENCY = 'CNY';
const FEN_PER_YUAN = 100;
/** Sums below 10,000 yuan are written out. */
const SHORT_FROM_FEN = 1_000_000;
const ABSENT = '–';

type Maybe<T> = T | null | undefined;

/** Numbers, money, dates and shares as a reader of one language and one zone expects them. */
export interface Format {
  /** 1,234 */
  count: (value: Maybe<number>) => string;
  /** 1,234.5 with at most `digits` decimals */
  number: (value: Maybe<number>, digits?: number) => string;
  /** 3.2 小时 or 3.2 hr: a number with its physical unit, by the names of Intl */
  measure: (value: Maybe<number>, unit: string) => string;
  /** 0.730 with exactly `digits` decimals, so that a column lines up */
  fixed: (value: Maybe<number>, digits: number) => string;
  /** 12.3万 or 123K */
  short: (value: Maybe<number>) => string;
  /** fen as ¥1,234.50, in the tenant's currency */
  money: (fen: Maybe<number>) => string;
  /** fen as ¥12.3万 or ¥123K */
  shortMoney: (fen: Maybe<number>) => string;
  /** 0.1207 as 12.1%, with exactly `digits` decimals */
  percent: (share: Maybe<number>, digits?: number) => string;
  /** +3.2% */
  change: (share: Maybe<number>) => string;
  /** +0.4 percentage points, of a difference between two shares */
  points: (difference: Maybe<number>) => string;
  /** +0.40, the same where its heading says that it counts percentage points */
  barePoints: (difference: Maybe<number>) => string;
  /** A point in time in the tenant's zone */
  dateTime: (iso: Maybe<string>) => string;
  /** The day of a point in time in the tenant's zone */
  day: (iso: Maybe<string>) => string;
  /** A plain date */
  date: (iso: Maybe<string>) => string;
  /** '2026-10' as 2026年10月 or Oct 2026 */
  month: (cycle: Maybe<string>) => string;
  /** bytes as 1.2 MB */
  bytes: (value: Maybe<number>) => string;
}

/** The tenant's currency as people say it beside a number: 元, yuan, 美元, USD. */
export function currencyWord(language: Language, currency: string): string {
  if (language === 'en') return currency === TENANT_CURRENCY ? 'yuan' : currency;
  if (currency === TENANT_CURRENCY) return '元';
  return new Intl.DisplayNames('zh-CN', { type: 'currency' }).of(currency) ?? currency;
}

/** Builds the formatters; `zone` and `currency` are the tenant's. */
export function buildFormat(
  language: Language,
  zone: string = TENANT_ZONE,
  currency: string = TENANT_CURRENCY,
): Format {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const numberLocale = language === 'zh' ? 'zh-CN' : 'en-US';
  const numbers = (options: Intl.NumberFormatOptions) => {
    const made = new Intl.NumberFormat(numberLocale, options);
    return (value: Maybe<number>) => (value == null || Number.isNaN(value) ? ABSENT : made.format(value));
  };
  const count = numbers({ maximumFractionDigits: 0 });
  const short = numbers({ notation: 'compact', maximumFractionDigits: 1 });
  const yuan = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  const money = numbers(yuan);
  const shortMoney = numbers({ ...yuan, notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 });
  const wholeMoney = numbers({ ...yuan, maximumFractionDigits: 0, minimumFractionDigits: 0 });
  const change = numbers({
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  const points = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' });
  const pointsUnit = language === 'zh' ? ' 个百分点' : ' pp';
  const dateTime = dates(locale, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' });
  const day = dates(locale, { timeZone: zone, dateStyle: 'medium' });
  // A plain date has no zone: it is read and written as UTC so that it never slips a day.
  const date = dates(locale, { timeZone: 'UTC', dateStyle: 'medium' });
  const month = dates(locale, { timeZone: 'UTC', year: 'numeric', month: language === 'zh' ? 'long' : 'short' });
  return {
    count,
    measure: (value, unit) => numbers({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 })(value),
    number: (value, digits = 1) => numbers({ maximumFractionDigits: digits })(value),
    short,
    money: (fen) => money(fen == null ? fen : fen / FEN_PER_YUAN),
    shortMoney: (fen) => {
      if (fen == null) return ABSENT;
      return (Math.abs(fen) < SHORT_FROM_FEN ? wholeMoney : shortMoney)(fen / FEN_PER_YUAN);
    },
    fixed: (value, digits) => numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits })(value),
    percent: (share, digits = 1) =>
      numbers({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })(share),
    change,
    barePoints: (difference) => points(difference == null ? difference : difference * 100),
    points: (difference) => (difference == null ? ABSENT : points(difference * 100) + pointsUnit),
    dateTime,
    day,
    date: (iso) => date(iso?.slice(0, 10)),
    month: (cycle) => month(cycle ? `${cycle.slice(0, 7)}-01` : cycle),
    bytes: (value) => formatBytes(value, numbers({ maximumFractionDigits: 1 })),
  };
}

function dates(locale: string, options: Intl.DateTimeFormatOptions) {
  const made = new Intl.DateTimeFormat(locale, options);
  return (iso: Maybe<string>) => {
    if (!iso) return ABSENT;
    const time = new Date(iso);
    return Number.isNaN(time.getTime()) ? iso : made.format(time);
  };
}

function formatBytes(value: Maybe<number>, number: (value: number) => string): string {
  if (value == null) return ABSENT;
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = value < 1 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), units.length - 1);
  return `${number(value / 1000 ** power)} ${units[power]}`;
}
