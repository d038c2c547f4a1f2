import { SELLERS, useMe } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { LinkTabs } from '@gridloop/ui';
import { Outlet } from 'react-router';

/** The screens of evaluation; who sells has his own points and no one else's. */
export function EvaluateTabs() {
  const t = useWords('evaluate');
  const me = useMe();
  const own = SELLERS.includes(me.role);
  const shared = [
    { to: '/evaluate/ledger', label: t('tabs.ledger') },
    { to: '/evaluate/truth/rates', label: t('tabs.rates') },
    { to: '/evaluate/cycles', label: t('tabs.cycles') },
    { to: '/evaluate/appeals', label: t('tabs.appeals') },
  ];
  const tabs = own
    ? [{ to: `/evaluate/points/${me.person_code ?? ''}`, label: t('tabs.mine') }, ...shared]
    : [
        { to: '/evaluate', label: t('tabs.results'), end: true },
        { to: '/evaluate/points', label: t('tabs.points') },
        { to: '/evaluate/truth', label: t('tabs.truth'), end: true },
        ...shared,
      ];
  return (
    <>
      <LinkTabs label={t('tabs.label')} tabs={tabs} />
      <Outlet />
    </>
  );
}
