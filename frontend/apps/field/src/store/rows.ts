import type { Both, Channel, Outcome } from './order';

/** One thing the server lets this phone hold. */
export interface HeldRow {
  kind: string;
  key: string;
  value: unknown;
}

/** Why the server refused a record. */
export interface Refusal {
  code: string;
  title: string;
  mend: string;
}

/** One act on its way to the server. It has no number until it is about to be sent, so that it can be undone. */
export interface OutboxRow {
  /** Place in the line of this phone. */
  order?: number;
  name: string;
  args: Record<string, unknown>;
  /** Whom it is about, for the eyes of this phone's owner. */
  about: string;
  claimedAt: string;
  /** Not sent before this moment (milliseconds): until then it can be undone. */
  heldUntil: number;
  mutationId: number | null;
  /** The server has it; kept until the next pull brings its effect. */
  arrived: boolean;
}

/** An act that the server did not accept; stays until its owner has read it. */
export interface RefusedRow {
  id?: number;
  name: string;
  args: Record<string, unknown>;
  about: string;
  claimedAt: string;
  refusal: Refusal;
}

/** What this phone's owner did on a day: lives on when the order has left the phone. */
export interface DiaryRow {
  contactId: string;
  orderId: string;
  day: string;
  at: string;
  customerName: string;
  placeName: string;
  channel: Channel;
  outcome: Outcome;
}

export interface Notice {
  code: string;
  text: string;
}

/** What the phone knows about itself and its last talk with the server. */
export interface Facts {
  deviceId: string | null;
  registered: boolean;
  nextMutationId: number;
  cursor: string;
  lastSyncAt: number | null;
  /** Server time less this phone's time, in milliseconds. */
  clockOffset: number;
  leaseHours: number;
  notices: Notice[];
  /** Orders put off until later today: order id to day. */
  skipped: Record<string, string>;
}

export const NO_FACTS: Facts = {
  deviceId: null,
  registered: false,
  nextMutationId: 1,
  cursor: '',
  lastSyncAt: null,
  clockOffset: 0,
  leaseHours: 8,
  notices: [],
  skipped: {},
};

/** Whose phone this is now. */
export interface Owner {
  username: string;
  name: string;
  orgName: Both;
  timeZone: string;
  /** ISO code; phones that signed in before this was told do not know it. */
  currency?: string;
  simulation: boolean;
}
