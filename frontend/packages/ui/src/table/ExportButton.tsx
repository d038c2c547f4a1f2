import { readAll } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { Button } from 'antd';
import { useState } from 'react';

import { useTell } from '../state/useTell';
import { offerFile, toCsv } from './csv';
import type { Column } from './column';
import type { PageRead, TableQuery } from './table-query';

const MOST_ROWS = 20_000;

interface Props<T> {
  name: string;
  columns: Column<T>[];
  query: TableQuery;
  page: (query: TableQuery) => PageRead<T>;
}

/** Gives all rows under the present filters (not only this page) as a file that Excel opens. */
export function ExportButton<T>({ name, columns, query, page }: Props<T>) {
  const t = useWords('ui');
  const tell = useTell();
  const [busy, setBusy] = useState(false);
  const exportRows = async () => {
    setBusy(true);
    try {
      const { rows, total } = await readAll((part) => page({ ...query, ...part }).queryFn(), MOST_ROWS);
      offerFile(`${name}.csv`, toCsv(columns, rows), 'text/csv;charset=utf-8');
      if (rows.length < total) tell.done(t('table.cut', { rows: rows.length, total }));
    } catch (error) {
      tell.failed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button loading={busy} onClick={() => void exportRows()}>
      {t('table.export')}
    </Button>
  );
}
