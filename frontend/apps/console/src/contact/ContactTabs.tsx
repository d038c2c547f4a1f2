import { useMe } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { LinkTabs } from '@gridloop/ui';
import { Navigate, Outlet } from 'react-router';

/** The policy and the competitors are two screens for a planner; everybody else has one of them. */
export function ContactTabs() {
  const t = useWords('contact');
  if (useMe().role !== 'planner') return <Outlet />;
  return (
    <>
      <LinkTabs
        label={t('tabs.label')}
        tabs={[
          { to: '/contact', label: t('tabs.policy'), end: true },
          { to: '/contact/competitors', label: t('tabs.competitors') },
        ]}
      />
      <Outlet />
    </>
  );
}

/** The policy, for everybody who may read it; an administrator names competitors and has no part in it. */
export function PolicyFirst() {
  return useMe().role === 'administrator' ? <Navigate to="/contact/competitors" replace /> : <Outlet />;
}
