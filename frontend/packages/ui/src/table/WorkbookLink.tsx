import { useWords } from '@gridloop/i18n';
import { Button } from 'antd';

/** Fetches the same rows, in the same order, as a workbook that the server writes. */
export function WorkbookLink({ to }: { to: string }) {
  const t = useWords('ui');
  return (
    <a href={to} download>
      <Button>{t('table.workbook')}</Button>
    </a>
  );
}

/** An address with parameters; those without a value are left out. */
export function addressWith(path: string, given: Record<string, string | number | null | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  }
  return `${path}?${params.toString()}`;
}
