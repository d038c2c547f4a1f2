import { useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, Loaded, Section, StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';

import type { Dashboard } from '../dashboard';
import {
  ACCOUNTANTS,
  billsOutsidePage,
  revenueAccount,
  type BillOutside,
  type RevenueAccount as Account,
} from '../revenue-account';

interface Line {
  key: string;
  name: string;
  bills: number | null;
  fen: number | null;
}

/** How the company's revenue comes to the sum of the delivered bills, to the fen. */
export function RevenueAccount({ board, indicator }: { board: Dashboard; indicator: string }) {
  const t = useWords('metrics');
  const role = useMe().role;
  const shown = indicator === 'revenue' && board.unit.kind === 'company' && ACCOUNTANTS.includes(role);
  const cycle = board.cycle ?? '';
  const account = useQuery({ ...revenueAccount(cycle), enabled: shown && cycle !== '' });
  if (!shown || !cycle) return null;
  return (
    <Section title={t('account.title')} lead={t('account.lead')} flush>
      <Loaded query={account} rows={4}>
        {(found) => (found ? <Told account={found} /> : null)}
      </Loaded>
    </Section>
  );
}

function Told({ account }: { account: Account }) {
  const t = useWords('metrics');
  const format = useFormat();
  const outside = account.outside.map((one) => ({
    key: one.reason,
    name: t(`account.reasons.${one.reason}`),
    bills: one.bills,
    fen: one.billed_fen,
  }));
  const rows: Line[] = [
    { key: 'shown', name: t('account.shown'), bills: null, fen: account.shown_fen },
    ...outside,
    ...(account.since_fen === 0
      ? []
      : [{ key: 'since', name: t('account.since'), bills: null, fen: account.since_fen }]),
    { key: 'delivered', name: t('account.delivered'), bills: account.bills, fen: account.delivered_fen },
  ];
  const columns: Column<Line>[] = [
    { key: 'name', title: t('account.line') },
    {
      key: 'bills',
      title: t('account.bills'),
      numeric: true,
      render: (row) => (row.bills === null ? '' : format.count(row.bills)),
    },
    { key: 'fen', title: t('account.amount'), numeric: true, render: (row) => format.money(row.fen) },
  ];
  return (
    <>
      <StaticTable label={t('account.title')} columns={columns} rows={rows} rowKey={(row) => row.key} />
      {account.deliveries
        .filter((one) => one.rows_set_aside > 0)
        .map((one) => (
          <p key={one.feed} style={{ margin: 0, padding: '12px 16px' }}>
            <Link to={`/lake/quarantine?feed=${one.feed}`}>
              {t('account.setAside', { rows: format.count(one.rows_set_aside), feed: one.feed })}
            </Link>
          </p>
        ))}
      {outside.length > 0 && <Outside cycle={account.cycle} />}
    </>
  );
}

function Outside({ cycle }: { cycle: string }) {
  const t = useWords('metrics');
  const format = useFormat();
  const page = useMemo(() => billsOutsidePage(cycle), [cycle]);
  const columns: Column<BillOutside>[] = [
    {
      key: 'customer_id',
      title: t('account.customer'),
      render: (row) =>
        row.reason === 'unknown_customer' ? (
          row.customer_id
        ) : (
          <Link to={`/monitor/customers/${row.customer_id}`}>{row.customer_id}</Link>
        ),
      text: (row) => row.customer_id,
    },
    {
      key: 'reason',
      title: t('account.reason'),
      render: (row) => t(`account.reasons.${row.reason}`),
      text: (row) => t(`account.reasons.${row.reason}`),
    },
    {
      key: 'grid_code',
      title: t('account.grid'),
      render: (row) => row.grid_code ?? '–',
      text: (row) => row.grid_code ?? '',
    },
    { key: 'billed_fen', title: t('account.amount'), numeric: true, render: (row) => format.money(row.billed_fen) },
  ];
  return (
    <DataTable
      label={t('account.outside')}
      columns={columns}
      rowKey={(row) => row.customer_id}
      page={page}
      prefix="outside."
    />
  );
}
