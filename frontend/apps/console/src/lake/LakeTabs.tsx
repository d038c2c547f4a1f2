import { useMe } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { LinkTabs } from '@gridloop/ui';
import { Outlet } from 'react-router';

import { STEWARDS } from './stewards';

/** The screens of the data hub. */
export function LakeTabs() {
  const t = useWords('lake');
  return (
    <>
      <LinkTabs
        label={t('tabs.label')}
        tabs={[
          { to: '/lake', label: t('tabs.feeds'), end: true },
          { to: '/lake/batches', label: t('tabs.batches') },
          { to: '/lake/quarantine', label: t('tabs.quarantine') },
          ...(STEWARDS.includes(useMe().role) ? [{ to: '/lake/pulls', label: t('tabs.pulls') }] : []),
          { to: '/lake/datasets', label: t('tabs.datasets') },
          { to: '/lake/lineage', label: t('tabs.lineage') },
        ]}
      />
      <Outlet />
    </>
  );
}
