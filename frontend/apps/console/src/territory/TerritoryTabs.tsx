import { useMe } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { LinkTabs } from '@gridloop/ui';
import { Outlet } from 'react-router';

/** The screens of the territory. */
export function TerritoryTabs() {
  const t = useWords('territory');
  const checks = useMe().role !== 'administrator';
  return (
    <>
      <LinkTabs
        label={t('tabs.label')}
        tabs={[
          { to: '/territory', label: t('tabs.grids'), end: true },
          { to: '/territory/places', label: t('tabs.places') },
          ...(checks ? [{ to: '/territory/customers', label: t('tabs.customers') }] : []),
          ...(checks
            ? [
                { to: '/territory/check', label: t('tabs.check') },
                { to: '/territory/overrides', label: t('tabs.overrides') },
              ]
            : []),
        ]}
      />
      <Outlet />
    </>
  );
}
