import type { Language } from '@gridloop/i18n';

/** A text that the server sends in both languages. */
export type Both = Record<Language, string>;

export type Channel = 'visit' | 'call';

export const OUTCOMES = [
  'accepted',
  'interested',
  'call_again',
  'refused',
  'not_reached',
  'wrong_number',
  'do_not_disturb',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const OBJECTIONS = ['price', 'competitor', 'contract_locked', 'service_quality', 'not_needed', 'other'] as const;
export type Objection = (typeof OBJECTIONS)[number];

export const BEST_TIMES = ['morning', 'noon', 'afternoon', 'evening', 'weekend'] as const;
export type BestTime = (typeof BEST_TIMES)[number];

export type OrderState = 'pending' | 'acknowledged' | 'in_progress' | 'completed' | 'failed' | 'cancelled' | 'held';

export interface Reason extends Both {
  code: string;
}

/** A work order as the server lets a phone hold it. */
export interface Order {
  id: string;
  customer_id: string;
  customer_name: string;
  /** The clear number, only shortly before it is needed. */
  phone: string | null;
  phone_masked: string;
  address: string;
  place_code: string;
  place_name: string;
  longitude: number | null;
  latitude: number | null;
  campaign_code: string;
  campaign_name: Both | null;
  offer: { code: string; name: Both; monthly_fee_fen: number | null; contract_months: number | null } | null;
  current: { offer_name: Both | null; monthly_fee_fen: number | null } | null;
  reasons: Reason[];
  script: Both | null;
  /** What whoever made the order by hand wants to be known. */
  note?: string;
  channel: string;
  planned_on: string | null;
  due_on: string;
  priority: number;
  state: OrderState;
  last_outcome: Outcome | '' | null;
  next_on: string | null;
  contacts: number;
  /** How the last contact went; `made_on` is not known yet of one that this phone has not sent. */
  last_contact?: LastContact | null;
}

export interface LastContact {
  channel: Channel;
  outcome: Outcome;
  made_on: string | null;
  best_time: BestTime | '';
}

export const LEFT_REASONS = ['other_work', 'not_reached', 'no_time', 'on_leave', 'system_trouble'] as const;
export type LeftReason = (typeof LEFT_REASONS)[number];

/** How a day was closed. */
export interface Closed {
  claimed_at: string;
  planned: number;
  done: number;
  left_open: number;
  left_reason: LeftReason | '';
}

/** What `close_day` says. */
export interface CloseArgs {
  day: string;
  planned: number;
  done: number;
  left_open: number;
  left_reason?: LeftReason;
}

/** Figures of one day, as the server counts them. */
export interface Day {
  date: string;
  planned: number;
  done: number;
  overdue: number;
  closed?: Closed | null;
}

/** Points of one cycle with every line explained. */
export interface Points {
  cycle: string;
  provisional: number;
  /** Being checked: a person decides. */
  held?: number;
  confirmed: number;
  pay_fen?: number | null;
  lines: PointsLine[];
  appeals?: Appeal[];
}

export interface PointsLine {
  rule: string;
  name: Both;
  text: Both;
  points: number;
  state: 'provisional' | 'held' | 'confirmed';
}

/** An objection of one's own, and what was answered. */
export interface Appeal {
  id: string;
  rule: string;
  text: Both;
  state: 'open' | 'granted' | 'refused';
  answer: string;
  points: number;
  opened_at: string;
}

export const APPEAL_REASONS = ['sale_missing', 'report_true', 'not_my_customers', 'beyond_me', 'numbers_wrong'] as const;
export type AppealReason = (typeof APPEAL_REASONS)[number];

/** What `appeal` says. */
export interface AppealArgs {
  appeal_id: string;
  cycle: string;
  rule: string;
  reason: AppealReason;
}

/** A list of words that the operator chooses, such as the competitors in the city. */
export interface WordList {
  items: (Both & { code: string })[];
}

/** What `record_contact` says. */
export interface ContactArgs {
  contact_id: string;
  order_id: string;
  channel: Channel;
  outcome: Outcome;
  objection?: Objection;
  competitor?: string;
  competitor_contract_end_on?: string;
  best_time?: BestTime;
  next_on?: string;
  longitude?: number;
  latitude?: number;
  started_at?: string;
  ended_at?: string;
}
