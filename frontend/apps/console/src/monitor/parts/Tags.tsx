import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { StaticTable, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import type { Grid } from '../grids';

type Tag = Grid['tags'][number];

interface Props {
  tags: Tag[];
  /** Whose customers they are, as the list of customers has it in its address. */
  of: string;
}

/** How many customers of a grid or a place carry each tag; a tag leads to its customers. */
export function Tags({ tags, of }: Props) {
  const t = useWords('monitor');
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<Tag>[] = [
    {
      key: 'name',
      title: t('customer.tags'),
      render: (tag) => <Link to={`/monitor/customers?${of}&tag=${tag.code}`}>{nameOf(tag)}</Link>,
    },
    {
      key: 'customers',
      title: t('grid.customers'),
      numeric: true,
      render: (tag) => format.count(tag.customers),
    },
  ];
  return <StaticTable label={t('grid.tags')} columns={columns} rows={tags} rowKey={(tag) => tag.code} />;
}
