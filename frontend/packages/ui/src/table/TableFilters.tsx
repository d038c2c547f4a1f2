import { useWords } from '@gridloop/i18n';
import { Input, Select } from 'antd';
import type { ReactNode } from 'react';

import type { Filter } from './column';
import type { TableQuery } from './table-query';
import style from './Table.module.css';

interface Props {
  query: TableQuery;
  change: (change: Record<string, string | undefined>) => void;
  filters: Filter[];
  /** What the search looks into; no search box without it. */
  search?: string;
  children?: ReactNode;
}

/** Search and filters of a table, and the buttons beside them. */
export function TableFilters({ query, change, filters, search, children }: Props) {
  const t = useWords('ui');
  return (
    <div className={style.filters}>
      {search && (
        <Input.Search
          key={query.q}
          allowClear
          className={style.search}
          defaultValue={query.q}
          placeholder={search}
          aria-label={search}
          onSearch={(q) => change({ q: q.trim() || undefined })}
        />
      )}
      {filters.map((filter) => (
        <label key={filter.name} className={style.filter}>
          <span>{filter.label}</span>
          <Select
            allowClear
            showSearch={filter.options.length > 10 ? { optionFilterProp: 'label' } : false}
            className={style.select}
            aria-label={filter.label}
            placeholder={filter.unset ?? t('table.all')}
            value={(query[filter.name] as string | undefined) ?? null}
            options={filter.options}
            popupMatchSelectWidth={false}
            onChange={(value: string | null | undefined) => change({ [filter.name]: value ?? undefined })}
          />
        </label>
      ))}
      <span className={style.spring} />
      {children}
    </div>
  );
}
