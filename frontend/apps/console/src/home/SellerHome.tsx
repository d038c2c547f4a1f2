import { useWords } from '@gridloop/i18n';
import { PageHeader } from '@gridloop/ui';
import { Link } from 'react-router';

import { WaitingTable } from './parts/WaitingTable';

/** Which customers of mine wait, and what was given to me? */
export function SellerHome() {
  const t = useWords('home');
  return (
    <>
      <PageHeader
        title={t('seller.title')}
        lead={t('seller.lead')}
        actions={<Link to="/dispatch">{t('seller.orders')}</Link>}
      />
      <WaitingTable />
    </>
  );
}
