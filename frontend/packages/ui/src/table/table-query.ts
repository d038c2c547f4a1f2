import type { ListQuery, Page } from '@gridloop/api';

export const PAGE_SIZES = [20, 50, 100] as const;
const FIXED = ['offset', 'limit', 'sort', 'q'];

/** What a table asks for: page, order, search, and its filters by name. */
export type TableQuery = ListQuery & Record<string, string | number | undefined>;

/** How a table reads its rows: what the query files of the stages give. */
export interface PageRead<T> {
  queryKey: readonly unknown[];
  queryFn: () => Promise<Page<T>>;
}

export interface TableDefaults {
  sort?: string;
  limit?: number;
}

/** Reads the state of a table from the address; several tables on one screen differ by prefix. */
export function readTableQuery(
  params: URLSearchParams,
  filters: readonly string[],
  prefix = '',
  defaults: TableDefaults = {},
): TableQuery {
  const text = (name: string) => params.get(prefix + name) || undefined;
  const number = (name: string, otherwise: number) => {
    const value = Number(text(name) ?? Number.NaN);
    return Number.isInteger(value) && value >= 0 ? value : otherwise;
  };
  const query: TableQuery = {
    offset: number('offset', 0),
    limit: number('limit', 0) || (defaults.limit ?? PAGE_SIZES[0]),
  };
  const sort = text('sort') ?? defaults.sort;
  if (sort) query.sort = sort;
  for (const name of ['q', ...filters]) {
    const value = text(name);
    if (value) query[name] = value;
  }
  return query;
}

/** The address after a change; any change of what is listed starts again at the first row. */
export function writeTableQuery(
  params: URLSearchParams,
  change: Record<string, string | number | undefined>,
  prefix = '',
): URLSearchParams {
  const next = new URLSearchParams(params);
  if (!('offset' in change)) next.delete(prefix + 'offset');
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '' || (name === 'offset' && value === 0)) next.delete(prefix + name);
    else next.set(prefix + name, String(value));
  }
  return next;
}

/** True when something narrows the list, so that an empty one has a reason. */
export function isNarrowed(query: TableQuery): boolean {
  return Object.keys(query).some((name) => name === 'q' || !FIXED.includes(name));
}
