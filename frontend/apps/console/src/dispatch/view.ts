/** What another screen may ask for in the address. */
const NARROWING = [
  'campaign_code',
  'assignee_code',
  'grid_code',
  'place_code',
  'org_code',
  'customer_id',
  'cycle',
  'planned_on',
];
const FILTERS = ['state', 'overdue', 'open', 'step'];

export const VIEWS = ['open', 'held', 'all'] as const;
/** Orders that need somebody, those held back by the contact policy or for want of time, and all of them. */
export type View = (typeof VIEWS)[number];

/** What another screen asked for, without what tells the views apart. */
export function narrowing(params: URLSearchParams): Record<string, string> {
  return Object.fromEntries(NARROWING.map((name) => [name, params.get(name) ?? '']).filter(([, value]) => value));
}

/**
 * Which orders an address shows. A bare one opens with those that need somebody; one that asks for certain orders (the
 * number on another screen that leads here) shows every one of them.
 */
export function viewOf(params: URLSearchParams): View {
  const state = params.get('state');
  if (state) return state === 'held' ? 'held' : 'all';
  if (params.get('open') === 'true') return 'open';
  return params.get('view') === 'all' || [...NARROWING, ...FILTERS].some((name) => params.get(name)) ? 'all' : 'open';
}

/** What a view asks of the server. */
export function wantedBy(view: View): Record<string, string> {
  if (view === 'open') return { open: 'true' };
  return view === 'held' ? { state: 'held' } : {};
}

/** The address of a view of the same orders: what else was asked for stays. */
export function addressOf(view: View, params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of ['state', 'open', 'view', 'offset']) next.delete(name);
  for (const [name, value] of Object.entries(view === 'all' ? { view } : wantedBy(view))) next.set(name, value);
  return next;
}
