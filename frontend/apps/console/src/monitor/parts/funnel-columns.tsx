import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import type { Column } from '@gridloop/ui';
import { Link } from 'react-router';

import { ordersOf, withinCampaign, type FunnelRow, type FunnelWish, type Level } from '../funnel';

const BELOW: Partial<Record<Level, Level>> = { company: 'branch', branch: 'grid', grid: 'manager' };

/** Where a line of one level leads: the next level down, or its orders. */
function addressOf(wish: FunnelWish, row: FunnelRow): string {
  const below = BELOW[wish.by];
  const kept = withinCampaign(wish);
  if (below) return `/monitor?${new URLSearchParams({ ...kept, by: below, org_code: row.key }).toString()}`;
  const whose = wish.by === 'manager' ? 'assignee_code' : 'campaign_code';
  return `/dispatch?${new URLSearchParams({ ...kept, [whose]: row.key }).toString()}`;
}

const STEPS = {
  orders: 'dispatched',
  contacted: 'contacted',
  reached: 'reached',
  interested: 'interested',
  reported: 'accepted',
};
type Step = keyof typeof STEPS;

const KEYS = {
  company: 'org_code',
  branch: 'org_code',
  grid: 'grid_code',
  manager: 'assignee_code',
  campaign: 'campaign_code',
};

/** Where the orders behind one number of a line are. */
function ordersBehind(wish: FunnelWish, row: FunnelRow, more: Record<string, string>): string {
  const wanted = { ...ordersOf(wish), [KEYS[wish.by]]: row.key, ...more };
  return `/dispatch?${new URLSearchParams(wanted).toString()}`;
}

/** The columns of a funnel, one line per unit of a level. */
export function useFunnelColumns(wish: FunnelWish): Column<FunnelRow>[] {
  const t = useWords('monitor');
  const format = useFormat();
  const nameOf = useNameOf();
  const counted = (key: Step) => ({
    key,
    title: t(`funnel.${key}`),
    numeric: true,
    sortable: true,
    render: (row: FunnelRow) =>
      row[key] > 0 ? (
        <Link to={ordersBehind(wish, row, { step: STEPS[key] })}>{format.count(row[key])}</Link>
      ) : (
        format.count(row[key])
      ),
    text: (row: FunnelRow) => String(row[key]),
  });
  return [
    {
      key: 'name',
      title: t(`levels.${wish.by}`),
      sortable: true,
      render: (row) => <Link to={addressOf(wish, row)}>{nameOf(row) || row.key}</Link>,
      text: (row) => nameOf(row),
    },
    counted('orders'),
    counted('contacted'),
    counted('reached'),
    counted('interested'),
    counted('reported'),
    {
      key: 'confirmed',
      title: t('funnel.confirmed'),
      numeric: true,
      sortable: true,
      render: (row) => format.count(row.confirmed),
      text: (row) => String(row.confirmed),
    },
    {
      key: 'overdue',
      title: t('funnel.overdue'),
      numeric: true,
      sortable: true,
      render: (row) =>
        row.overdue > 0 ? (
          <Link to={ordersBehind(wish, row, { overdue: 'true' })}>{format.count(row.overdue)}</Link>
        ) : (
          format.count(row.overdue)
        ),
      text: (row) => String(row.overdue),
    },
    {
      key: 'pace',
      title: t('funnel.pace'),
      numeric: true,
      sortable: true,
      render: (row) => format.percent(row.pace, 0),
      text: (row) => String(row.pace ?? ''),
    },
    {
      key: 'contact_rate',
      title: t('funnel.contactRate'),
      numeric: true,
      render: (row) => format.percent(row.contact_rate),
      text: (row) => String(row.contact_rate ?? ''),
    },
    {
      key: 'success_rate',
      title: t('funnel.successRate'),
      numeric: true,
      render: (row) => format.percent(row.success_rate),
      text: (row) => String(row.success_rate ?? ''),
    },
  ];
}
