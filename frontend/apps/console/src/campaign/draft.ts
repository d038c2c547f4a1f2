import type { Choices, Exclusions } from './audience';
import type { Campaign, PlanBody } from './campaigns';
import { finished, NO_CONDITIONS, readConditions, type Conditions } from './conditions';

/** A plan while it is being thought about. */
export interface Draft {
  name_zh: string;
  name_en: string;
  objective: PlanBody['objective'];
  cycle: string;
  org_code: string;
  audience: Conditions;
  exclusions: Exclusions;
  channel: PlanBody['channel'];
  routing: PlanBody['routing'];
  offer_choice: PlanBody['offer_choice'];
  offer_code: string;
  scripts: Record<string, { zh: string; en: string }>;
  goal_successes: number;
  goal_revenue_fen: number;
  budget_fen: number;
  unit_costs_fen: Record<string, number>;
  starts_on: string;
  ends_on: string;
  success_window_days: number;
  control_share: number;
  capacity_share: number;
  max_targets: number | null;
  priority: number;
}

export type Change = (change: Partial<Draft>) => void;

/** A new plan with what the server proposes; its audience begins with the customers whom the model finds worth it. */
export function newDraft(choices: Choices, today: string, objective: Draft['objective'] = 'retain'): Draft {
  const cycle = today.slice(0, 7);
  const model = choices.models[objective] ?? '';
  return {
    name_zh: '',
    name_en: '',
    objective,
    cycle,
    org_code: '',
    audience: proposedAudience(model),
    exclusions: { segments: [], tags: [], running_campaigns: true, campaigns: [], customers: [] },
    channel: 'visit',
    routing: 'owner',
    offer_choice: model ? 'matching' : 'fixed',
    offer_code: '',
    scripts: choices.scripts,
    goal_successes: 0,
    goal_revenue_fen: 0,
    budget_fen: 0,
    unit_costs_fen: choices.unit_costs_fen,
    ...daysOf(cycle, today),
    success_window_days: choices.success_window_days,
    control_share: choices.control_share,
    capacity_share: 1,
    max_targets: null,
    priority: 50,
  };
}

/** The customers to whom a contact is expected to bring more than it costs. */
export function proposedAudience(model: string): Conditions {
  if (!model) return NO_CONDITIONS;
  return { combinator: 'and', rules: [{ field: `score.${model}.expected_value_fen`, operator: '>', value: 0 }] };
}

/** A draft for the customers of a tag, a unit and a place, where another screen (an alert, for instance) names them. */
export function narrowedTo(draft: Draft, tag: string | null, org: string | null, place: string | null = null): Draft {
  const rules = [
    ...(place ? [{ field: 'place_code', operator: '=', value: place }] : []),
    ...(tag ? [{ field: `tag.${tag}`, operator: '=', value: true }] : []),
    ...(org ? [{ field: 'organisation', operator: 'in', value: [org] }] : []),
  ];
  return rules.length ? { ...draft, audience: { combinator: 'and', rules } } : draft;
}

/** From today or the first of the month to its end. */
export function daysOf(cycle: string, today: string): { starts_on: string; ends_on: string } {
  const [year = 0, month = 1] = cycle.split('-').map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const begin = today.startsWith(cycle) ? today : `${cycle}-01`;
  return { starts_on: begin, ends_on: `${cycle}-${String(last).padStart(2, '0')}` };
}

/** This business month and the two after it. */
export function cyclesFrom(today: string): string[] {
  return [0, 1, 2].map((ahead) => cycleAhead(today, ahead));
}

/** The business months of a year back and of two ahead, the newest first. */
export function cyclesAround(today: string): string[] {
  return Array.from({ length: 15 }, (_, index) => cycleAhead(today, 2 - index));
}

function cycleAhead(today: string, months: number): string {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7);
}

export function draftOf(campaign: Campaign): Draft {
  const { name_zh, name_en, objective, cycle, org_code, channel, routing, offer_choice, offer_code } = campaign;
  const { exclusions, scripts, goal_successes, goal_revenue_fen, budget_fen, unit_costs_fen, priority } = campaign;
  const { starts_on, ends_on, success_window_days, control_share, capacity_share, max_targets } = campaign;
  return {
    ...{ name_zh, name_en, objective, cycle, org_code, channel, routing, offer_choice, offer_code },
    ...{ exclusions, scripts, goal_successes, goal_revenue_fen, budget_fen, unit_costs_fen, priority },
    ...{ starts_on, ends_on, success_window_days, control_share, capacity_share, max_targets },
    audience: readConditions(campaign.audience),
  };
}

/** The draft as it is kept: half-written conditions stay out. */
export function bodyOf(draft: Draft): PlanBody {
  return { ...draft, audience: { ...finished(draft.audience) } };
}

/** What the forecast depends on: a name may still be missing, texts and goals change nothing. */
export function forecastBody(draft: Draft): PlanBody {
  return { ...bodyOf(draft), name_zh: '–', name_en: '', scripts: {}, goal_successes: 0, goal_revenue_fen: 0 };
}
