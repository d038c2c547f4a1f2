import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { EmptyState, StaticTable, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import type { TagUser } from '../tags';

/** The campaigns and saved audiences that stand on a tag. */
export function TagUsers({ users }: { users: TagUser[] }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  if (users.length === 0) return <EmptyState title={t('tag.noUsers')} />;
  const columns: Column<TagUser>[] = [
    {
      key: 'name',
      title: t('tag.userName'),
      render: (one) =>
        one.kind === 'campaign' ? <Link to={`/campaign/campaigns/${one.key}`}>{nameOf(one)}</Link> : nameOf(one),
    },
    { key: 'kind', title: t('tag.userKind'), render: (one) => t(`tag.kinds.${one.kind}`) },
    {
      key: 'changeable',
      title: t('tag.changeable'),
      render: (one) => t(one.changeable ? 'tag.changeableYes' : 'tag.changeableNo'),
    },
    { key: 'cycle', title: t('board.cycle'), render: (one) => format.month(one.cycle) },
  ];
  return (
    <StaticTable label={t('tag.users')} columns={columns} rows={users} rowKey={(one) => `${one.kind}-${one.key}`} />
  );
}
