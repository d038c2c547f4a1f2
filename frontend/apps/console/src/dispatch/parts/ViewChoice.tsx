import { useFormat, useWords } from '@gridloop/i18n';
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';

import { ordersPage } from '../orders';
import { addressOf, narrowing, VIEWS, wantedBy, type View } from '../view';

/** Open, held or all orders, each with how many there are. */
export function ViewChoice({ view }: { view: View }) {
  const t = useWords('dispatch');
  const [params, setParams] = useSearchParams();
  return (
    <Segmented<View>
      aria-label={t('orders.view')}
      value={view}
      options={VIEWS.map((value) => ({ value, label: <Counted view={value} only={narrowing(params)} /> }))}
      onChange={(value) => setParams(addressOf(value, params))}
      style={{ maxWidth: 'calc(100vw - 64px)', overflowX: 'auto' }}
    />
  );
}

function Counted({ view, only }: { view: View; only: Record<string, string> }) {
  const t = useWords('dispatch');
  const format = useFormat();
  const found = useQuery(ordersPage({ offset: 0, limit: 1, ...only, ...wantedBy(view) })).data;
  return `${t(`orders.views.${view}`)} ${found ? format.count(found.total) : ''}`.trim();
}
