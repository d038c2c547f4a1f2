import { useWords, useFormat } from '@gridloop/i18n';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Grid, Pagination, Table, type TableProps } from 'antd';
import type { ReactNode } from 'react';

import { EmptyState } from '../state/EmptyState';
import { ErrorState } from '../state/ErrorState';
import { Loading } from '../state/Loading';
import { Cards } from './Cards';
import { contentOf, type Column, type Filter } from './column';
import { ExportButton } from './ExportButton';
import { isNarrowed, PAGE_SIZES, type PageRead, type TableQuery } from './table-query';
import style from './Table.module.css';
import { TableFilters } from './TableFilters';
import { WorkbookLink } from './WorkbookLink';
import { useTableQuery } from './useTableQuery';

interface Props<T> {
  /** What the table lists, for assistive technology. */
  label: string;
  columns: Column<T>[];
  rowKey: (row: T) => string;
  page: (query: TableQuery) => PageRead<T>;
  filters?: Filter[];
  /** What the search looks into; no search box without it. */
  search?: string;
  defaultSort?: string;
  pageSize?: number;
  /** Tells two tables of one screen apart in the address. */
  prefix?: string;
  /** Name of the file that an export makes; no export without it. */
  exportName?: string;
  /** Where the server writes the same rows as a workbook, for the order, search and filters of the table. */
  workbook?: (query: TableQuery) => string;
  toolbar?: ReactNode;
  empty?: ReactNode;
  /** What stands there when the filters leave nothing; nothing said means that they are to be widened. */
  noMatch?: (query: TableQuery) => ReactNode;
}

/** The one table: pages, order, search and filters are the server's work and stand in the address. */
export function DataTable<T extends object>(props: Props<T>) {
  const { label, columns, rowKey, page, filters = [], search, defaultSort, pageSize, prefix = '' } = props;
  const t = useWords('ui');
  const narrow = !Grid.useBreakpoint().md;
  const [query, change] = useTableQuery(
    filters.map((filter) => filter.name),
    prefix,
    { ...(defaultSort ? { sort: defaultSort } : {}), ...(pageSize ? { limit: pageSize } : {}) },
  );
  const result = useQuery({ ...page(query), placeholderData: keepPreviousData });
  const hasBar = Boolean(search || filters.length || props.exportName || props.workbook || props.toolbar);
  return (
    <div>
      {hasBar && (
        <TableFilters query={query} change={change} filters={filters} {...(search ? { search } : {})}>
          {props.toolbar}
          {props.workbook && <WorkbookLink to={props.workbook(query)} />}
          {props.exportName && <ExportButton name={props.exportName} columns={columns} query={query} page={page} />}
        </TableFilters>
      )}
      {result.isError ? (
        <ErrorState error={result.error} onRetry={() => void result.refetch()} />
      ) : !result.data ? (
        <Loading rows={6} />
      ) : result.data.total === 0 ? (
        isNarrowed(query) ? (
          (props.noMatch?.(query) ?? <EmptyState title={t('table.noMatch')} />)
        ) : (
          (props.empty ?? <EmptyState title={t('table.empty')} />)
        )
      ) : (
        <div aria-busy={result.isPlaceholderData} className={result.isPlaceholderData ? style.stale : ''}>
          {narrow ? (
            <Cards label={label} columns={columns} rows={result.data.items} rowKey={rowKey} />
          ) : (
            <WideTable {...{ label, columns, rowKey, query, change }} rows={result.data.items} />
          )}
          <Pages query={query} total={result.data.total} change={change} narrow={narrow} />
        </div>
      )}
    </div>
  );
}

interface WideProps<T> {
  label: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  query: TableQuery;
  change: (change: Record<string, string | undefined>) => void;
}

function WideTable<T extends object>({ label, columns, rows, rowKey, query, change }: WideProps<T>) {
  const sort = query.sort ?? '';
  const antColumns: TableProps<T>['columns'] = columns.map((column) => ({
    key: column.key,
    title: column.title,
    ...(column.numeric ? { align: 'right' as const, className: style.figure ?? '' } : {}),
    ...(column.width ? { width: column.width } : {}),
    sorter: column.sortable ?? false,
    showSorterTooltip: false,
    sortOrder: sort === column.key ? ('ascend' as const) : sort === `-${column.key}` ? ('descend' as const) : null,
    render: (_: unknown, row: T) => <Cell column={column} row={row} />,
  }));
  return (
    // Wider than its place it scrolls, by keyboard too.
    <div className={style.wide} tabIndex={0} role="group" aria-label={label}>
      <Table<T>
        aria-label={label}
        size="small"
        columns={antColumns}
        dataSource={rows}
        rowKey={rowKey}
        pagination={false}
        onChange={(_pages, _filters, sorter) => {
          const { columnKey, order } = Array.isArray(sorter) ? (sorter[0] ?? {}) : sorter;
          change({ sort: order && columnKey ? `${order === 'descend' ? '-' : ''}${String(columnKey)}` : undefined });
        }}
      />
    </div>
  );
}

function Cell<T>({ column, row }: { column: Column<T>; row: T }) {
  const content = contentOf(column, row);
  if (column.clip) return <span className={style.clip}>{content}</span>;
  return column.narrow ? <span className={style.narrow}>{content}</span> : content;
}

interface PagesProps {
  query: TableQuery;
  total: number;
  change: (change: Record<string, string | number | undefined>) => void;
  narrow: boolean;
}

function Pages({ query, total, change, narrow }: PagesProps) {
  const t = useWords('ui');
  const format = useFormat();
  return (
    <div className={style.pages}>
      <span className={style.total}>{t('table.total', { count: total, total: format.count(total) })}</span>
      {total > Math.min(query.limit, PAGE_SIZES[0]) && (
        <Pagination
          size="small"
          simple={narrow}
          current={Math.floor(query.offset / query.limit) + 1}
          pageSize={query.limit}
          total={total}
          showSizeChanger={!narrow}
          pageSizeOptions={[...PAGE_SIZES]}
          onChange={(page, limit) =>
            change(limit === query.limit ? { offset: (page - 1) * limit } : { offset: 0, limit })
          }
        />
      )}
    </div>
  );
}
