import { LEADERS, useMe } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { LinkTabs } from '@gridloop/ui';
import { Outlet } from 'react-router';

/** The screens of live control; who leads nobody has no list of people, and nobody waits for an auditor. */
export function MonitorTabs() {
  const t = useWords('monitor');
  const { role } = useMe();
  const leads = LEADERS.includes(role);
  const steward = role === 'data_steward';
  const waits = role !== 'auditor' && !steward;
  return (
    <>
      <LinkTabs
        label={t('tabs.label')}
        tabs={[
          ...(steward ? [] : [{ to: '/monitor', label: t('tabs.funnel'), end: true }]),
          ...(leads ? [{ to: '/monitor/help', label: t('tabs.help') }] : []),
          ...(waits ? [{ to: '/monitor/waiting', label: t('tabs.waiting') }] : []),
          { to: '/monitor/customers', label: t('tabs.customers') },
        ]}
      />
      <Outlet />
    </>
  );
}
