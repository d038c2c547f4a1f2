import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, PageHeader, Section, State, useRoleName, type Column } from '@gridloop/ui';

import { accountsPage, type Account } from './accounts';

/** Who may sign in, as what, for which unit. */
export function Component() {
  const t = useWords('kernel');
  const format = useFormat();
  const roleName = useRoleName();
  const columns: Column<Account>[] = [
    { key: 'username', title: t('account.username'), sortable: true },
    { key: 'name', title: t('account.name') },
    {
      key: 'role',
      title: t('account.role'),
      sortable: true,
      render: (account) => roleName(account.role),
      text: (account) => roleName(account.role),
    },
    { key: 'org_code', title: t('account.unit') },
    {
      key: 'active',
      title: t('account.state'),
      render: (account) => (
        <State tone={account.active ? 'done' : 'idle'}>{t(account.active ? 'account.active' : 'account.closed')}</State>
      ),
    },
    {
      key: 'last_login',
      title: t('account.lastLogin'),
      sortable: true,
      render: (account) => format.dateTime(account.last_login),
    },
  ];
  return (
    <>
      <PageHeader title={t('account.title')} lead={t('account.lead')} />
      <Section title={t('account.list')} flush>
        <DataTable
          label={t('account.list')}
          columns={columns}
          rowKey={(account) => account.username}
          page={accountsPage}
          search={t('account.search')}
          exportName="accounts"
        />
      </Section>
    </>
  );
}
