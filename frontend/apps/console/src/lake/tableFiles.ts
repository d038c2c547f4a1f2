/** What a sample may be called; the server looks at what is in it. */
export const TABLE_FILES = '.csv,.txt,.tsv,.dat,.del,.gz,.xlsx,.xls,.parquet';

/** What files of a feed may be called: by its format, by its own pattern, and packed where it is text. */
export function feedFiles(format: string, pattern: string): string {
  const own = /\.[a-z0-9]+$/i.exec(pattern)?.[0] ?? '';
  const text = ['csv', 'txt'].includes(format);
  return [...new Set([`.${format}`, own, text ? '.gz' : ''])].filter(Boolean).join(',');
}
