import { Grid } from 'antd';

import { Cards } from './Cards';
import { contentOf, type Column } from './column';
import style from './StaticTable.module.css';

/** Columns that fit beside one another on a phone. */
const FIT_A_PHONE = 3;

interface Props<T> {
  label: string;
  columns: Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
}

/** A short table whose rows are all here: part of a report, numbers behind a chart. On a phone a wide one is cards. */
export function StaticTable<T>({ label, columns, rows, rowKey }: Props<T>) {
  const narrow = !Grid.useBreakpoint().md;
  if (narrow && columns.length > FIT_A_PHONE) {
    return <Cards label={label} columns={columns} rows={rows} rowKey={rowKey} />;
  }
  return (
    // The table may be wider than its place: it scrolls, by keyboard too.
    <div className={style.scroll} tabIndex={0} role="group" aria-label={label}>
      <table className={style.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.numeric ? style.numeric : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td key={column.key} className={column.numeric ? style.numeric : undefined}>
                  {contentOf(column, row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
