/** The envelope of every list. */
export interface Page<T> {
  items: T[];
  total: number;
  offset: number;
  limit: number;
}

/** What every list accepts; attribute filters come beside these. */
export interface ListQuery {
  offset: number;
  limit: number;
  sort?: string;
  q?: string;
}

export const LARGEST_PAGE = 500;

/** Reads a whole list page by page, at most `most` rows. */
export async function readAll<T>(
  page: (query: { offset: number; limit: number }) => Promise<Page<T>>,
  most: number,
): Promise<{ rows: T[]; total: number }> {
  const rows: T[] = [];
  let total = Infinity;
  while (rows.length < Math.min(total, most)) {
    const next = await page({ offset: rows.length, limit: Math.min(LARGEST_PAGE, most - rows.length) });
    total = next.total;
    if (next.items.length === 0) break;
    rows.push(...next.items);
  }
  return { rows, total: Number.isFinite(total) ? total : 0 };
}
