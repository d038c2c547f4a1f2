import type { BestTime, Channel, ContactArgs, Objection, Outcome } from '../store';

/** What may be added to an outcome; never asked for, only offered. */
export type Question = 'objection' | 'competitor' | 'contract_end' | 'next_on' | 'best_time';

export interface Details {
  objection?: Objection;
  competitor?: string;
  contractEnd?: string;
  nextOn?: string;
  bestTime?: BestTime;
}

const ASKED: Record<Outcome, Question[]> = {
  accepted: [],
  interested: ['next_on', 'best_time'],
  call_again: ['next_on', 'best_time'],
  refused: ['objection'],
  not_reached: ['next_on'],
  wrong_number: [],
  do_not_disturb: [],
};
const TIED_ELSEWHERE: Objection[] = ['competitor', 'contract_locked'];

/** The questions that fit what was tapped so far. */
export function questionsFor(outcome: Outcome, details: Details): Question[] {
  const asked = ASKED[outcome];
  const tied = details.objection !== undefined && TIED_ELSEWHERE.includes(details.objection);
  return asked.includes('objection') && tied ? [...asked, 'competitor', 'contract_end'] : asked;
}

interface Given {
  contactId: string;
  orderId: string;
  channel: Channel;
  outcome: Outcome;
  details: Details;
  position: { longitude: number; latitude: number } | null;
  startedAt: Date;
  endedAt: Date;
}

/** The record as the server wants it: only answers to questions that belong to the outcome. */
export function contactArgs(given: Given): ContactArgs {
  const { outcome, details, position } = given;
  const asked = questionsFor(outcome, details);
  const kept = <T>(question: Question, value: T | undefined) => (asked.includes(question) ? value : undefined);
  const optional = {
    objection: kept('objection', details.objection),
    competitor: kept('competitor', details.competitor),
    competitor_contract_end_on: kept('contract_end', details.contractEnd),
    next_on: kept('next_on', details.nextOn),
    best_time: kept('best_time', details.bestTime),
    ...position,
  };
  return {
    contact_id: given.contactId,
    order_id: given.orderId,
    channel: given.channel,
    outcome,
    started_at: given.startedAt.toISOString(),
    ended_at: given.endedAt.toISOString(),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}
