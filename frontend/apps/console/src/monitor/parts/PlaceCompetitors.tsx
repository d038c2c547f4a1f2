import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { EmptyState, Facts, Stack, StaticTable, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import type { Place } from '../places';

type Contract = Place['competitor_contracts'][number];

/** Which competitors the customers named, and whose contract with one ends next. */
export function PlaceCompetitors({ place }: { place: Place }) {
  const t = useWords('monitor');
  const format = useFormat();
  const nameOf = useNameOf();
  if (!place.competitors.length) return <EmptyState title={t('place.noCompetitors')} />;
  const columns: Column<Contract>[] = [
    {
      key: 'customer_name',
      title: t('customer.customer'),
      render: (one) => <Link to={`/monitor/customers/${one.customer_id}`}>{one.customer_name}</Link>,
    },
    { key: 'competitor', title: t('place.competitor'), render: (one) => nameOf(one) },
    { key: 'ends_on', title: t('holding.contractEnd'), render: (one) => format.date(one.ends_on) },
  ];
  return (
    <Stack>
      <div style={{ padding: '0 16px' }}>
        <Facts
          facts={place.competitors.map((one) => ({
            label: nameOf(one),
            value: t('place.namedBy', { count: one.customers }),
          }))}
        />
      </div>
      {place.competitor_contracts.length > 0 && (
        <StaticTable
          label={t('place.competitors')}
          columns={columns}
          rows={place.competitor_contracts}
          rowKey={(one) => one.customer_id}
        />
      )}
    </Stack>
  );
}
