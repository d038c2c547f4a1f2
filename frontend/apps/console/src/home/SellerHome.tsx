import { useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { Figure, Figures, PageHeader } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';

import { WaitingTable } from './parts/WaitingTable';
import { ordersCount, ownPoints } from './seller';

/** What was given to me, what have I earned, and which customers of mine wait? */
export function SellerHome() {
  const t = useWords('home');
  return (
    <>
      <PageHeader
        title={t('seller.title')}
        lead={t('seller.lead')}
        actions={<Link to="/dispatch">{t('seller.orders')}</Link>}
      />
      <Given />
      <WaitingTable />
    </>
  );
}

function Given() {
  const t = useWords('home');
  const format = useFormat();
  const me = useMe();
  const person = me.person_code ?? '';
  const open = useQuery(ordersCount({ open: true }));
  const overdue = useQuery(ordersCount({ overdue: true }));
  const points = useQuery({ ...ownPoints(person), enabled: person !== '', retry: false });
  const earned = `/evaluate/points/${person}`;
  return (
    <Figures>
      <Figure label={t('seller.open')} value={format.count(open.data)} to="/dispatch?open=true" />
      <Figure
        label={t('seller.overdue')}
        value={format.count(overdue.data)}
        to="/dispatch?overdue=true"
        attention={(overdue.data ?? 0) > 0}
      />
      <Figure label={t('seller.confirmed')} value={format.number(points.data?.confirmed)} to={earned} />
      <Figure
        label={t('seller.provisional')}
        value={format.number(points.data?.provisional)}
        note={t('seller.provisionalNote')}
        to={earned}
      />
    </Figures>
  );
}
