import { useNameOf, useWords } from '@gridloop/i18n';
import type { Column } from '@gridloop/ui';
import { Link } from 'react-router';

interface Row {
  customer_id: string;
  customer_name: string;
  grid_code: string;
  grid_name_zh: string;
  grid_name_en: string;
}

/** The columns that say who a customer of a campaign is and where he belongs. */
export function useCustomerColumns<T extends Row>(): { customer: Column<T>; grid: Column<T> } {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const gridOf = (one: T) => nameOf({ name_zh: one.grid_name_zh, name_en: one.grid_name_en });
  return {
    customer: {
      key: 'customer_id',
      title: t('targets.customer'),
      sortable: true,
      render: (one) => (
        <>
          <Link to={`/monitor/customers/${one.customer_id}`}>{one.customer_name || one.customer_id}</Link>
          <div>
            <small>{one.customer_id}</small>
          </div>
        </>
      ),
      text: (one) => `${one.customer_name} ${one.customer_id}`,
    },
    grid: {
      key: 'grid_code',
      title: t('targets.grid'),
      render: (one) => (one.grid_code ? <Link to={`/monitor/grids/${one.grid_code}`}>{gridOf(one)}</Link> : '–'),
      text: gridOf,
    },
  };
}
