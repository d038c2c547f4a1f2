import { useWords } from '@gridloop/i18n';
import { LinkTabs } from '@gridloop/ui';
import { Outlet } from 'react-router';

/** The screens of indicators and tags. */
export function MetricsTabs() {
  const t = useWords('metrics');
  return (
    <>
      <LinkTabs
        label={t('tabs.label')}
        tabs={[
          { to: '/metrics', label: t('tabs.dashboard'), end: true },
          { to: '/metrics/grids', label: t('tabs.grids') },
          { to: '/metrics/market', label: t('tabs.market') },
          { to: '/metrics/alerts', label: t('tabs.alerts') },
          { to: '/metrics/indicators', label: t('tabs.indicators') },
          { to: '/metrics/tags', label: t('tabs.tags') },
          { to: '/metrics/goals', label: t('tabs.goals') },
        ]}
      />
      <Outlet />
    </>
  );
}
