import { useWords } from '@gridloop/i18n';
import { LinkTabs } from '@gridloop/ui';
import { Outlet } from 'react-router';

import { useKeptUnit } from './kept-unit';

/** The screens of indicators and tags. */
export function MetricsTabs() {
  const t = useWords('metrics');
  const kept = useKeptUnit();
  return (
    <>
      <LinkTabs
        label={t('tabs.label')}
        tabs={[
          { to: kept('/metrics'), label: t('tabs.dashboard'), end: true },
          { to: kept('/metrics/grids'), label: t('tabs.grids') },
          { to: kept('/metrics/market'), label: t('tabs.market') },
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
