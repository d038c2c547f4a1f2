import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { StaticTable, type Column } from '@gridloop/ui';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import type { Grid } from '../grids';

const MOST = 15;
type Tag = Grid['tags'][number];

interface Props {
  tags: Tag[];
  /** Whose customers they are, as the list of customers has it in its address. */
  of: string;
}

/** How many customers of a grid or a place carry each tag; a tag leads to its customers. */
export function Tags({ tags, of }: Props) {
  const t = useWords('monitor');
  const [all, setAll] = useState(false);
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<Tag>[] = [
    {
      key: 'name',
      title: t('customer.tags'),
      render: (tag) => <Link to={`/monitor/customers?${of}&in_service=true&tag=${tag.code}`}>{nameOf(tag)}</Link>,
    },
    {
      key: 'customers',
      title: t('grid.customers'),
      numeric: true,
      render: (tag) => format.count(tag.customers),
    },
  ];
  const shown = all ? tags : tags.slice(0, MOST);
  return (
    <>
      <StaticTable label={t('grid.tags')} columns={columns} rows={shown} rowKey={(tag) => tag.code} />
      {tags.length > MOST && (
        <Button type="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('grid.fewerTags') : t('grid.allTags', { count: tags.length })}
        </Button>
      )}
    </>
  );
}
