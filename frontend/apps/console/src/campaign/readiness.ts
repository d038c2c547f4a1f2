import type { Count } from './audience';
import type { Forecast } from './campaigns';
import { finishedCount, unfinishedCount } from './conditions';
import type { Draft } from './draft';

/** `missing` keeps a plan from being handed in, `doubt` does not. */
export type Verdict = 'ready' | 'missing' | 'doubt';

export interface Check {
  name:
    | 'name'
    | 'audience'
    | 'unfinished'
    | 'somebody'
    | 'offer'
    | 'script'
    | 'days'
    | 'budget'
    | 'unitCost'
    | 'withinBudget'
    | 'worthIt'
    | 'goal';
  /** The part of the page where it is mended. */
  where: 'objective' | 'audience' | 'offer' | 'channel' | 'money';
  verdict: Verdict;
}

/** What the page can tell beforehand of what the server will ask when the plan is handed in. */
export function checksOf(draft: Draft, count: Count | undefined, forecast: Forecast | undefined): Check[] {
  const must = (name: Check['name'], where: Check['where'], ready: boolean): Check => ({
    ...{ name, where },
    verdict: ready ? 'ready' : 'missing',
  });
  const should = (name: Check['name'], where: Check['where'], ready: boolean): Check[] =>
    ready ? [] : [{ name, where, verdict: 'doubt' }];
  const scripts = Object.values(draft.scripts);
  return [
    must('name', 'objective', draft.name_zh.trim() !== ''),
    must('audience', 'audience', finishedCount(draft.audience) > 0),
    ...should('unfinished', 'audience', unfinishedCount(draft.audience) === 0),
    ...should('somebody', 'audience', count === undefined || count.remaining > 0),
    must('offer', 'offer', draft.offer_choice === 'matching' || draft.offer_code !== ''),
    must('script', 'offer', scripts.length > 0 && scripts.every(({ zh, en }) => zh.trim() !== '' && en.trim() !== '')),
    must('days', 'channel', draft.starts_on.slice(0, 7) === draft.cycle && draft.ends_on >= draft.starts_on),
    must('budget', 'money', draft.budget_fen > 0),
    must('unitCost', 'money', (draft.unit_costs_fen[draft.channel] ?? 0) > 0),
    ...(forecast ? judged(draft, forecast, should) : []),
  ];
}

function judged(
  draft: Draft,
  forecast: Forecast,
  should: (name: Check['name'], where: Check['where'], ready: boolean) => Check[],
): Check[] {
  return [
    ...should('withinBudget', 'money', draft.budget_fen === 0 || forecast.within_budget),
    ...should('worthIt', 'audience', forecast.roi === null || forecast.roi >= 0),
    ...should('goal', 'objective', forecast.successes >= draft.goal_successes),
  ];
}

/** The server would take the plan as far as the page can tell. */
export function isReady(checks: Check[]): boolean {
  return checks.every((check) => check.verdict !== 'missing');
}
