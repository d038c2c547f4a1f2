import { useMe } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { LinkTabs } from '@gridloop/ui';
import { Navigate, Outlet } from 'react-router';

import { tabsOf } from './tabs';

/** The screens of administration that are this role's. */
export function AdministrationTabs() {
  const t = useWords('kernel');
  const own = tabsOf(useMe().role);
  return (
    <>
      <LinkTabs
        label={t('tabs.label')}
        tabs={own.map((tab) => ({ to: `/kernel/${tab.path}`, label: t(`tabs.${tab.path}`) }))}
      />
      <Outlet />
    </>
  );
}

/** The first screen of administration that is this role's. */
export function FirstTab() {
  const first = tabsOf(useMe().role)[0];
  return <Navigate to={first ? `/kernel/${first.path}` : '/home'} replace />;
}
