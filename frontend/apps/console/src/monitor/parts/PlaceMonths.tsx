import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Columns, EmptyState, LineChart, Loaded, Section, Stack, StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { placeMonths, type PlaceMonths as Months } from '../places';
import style from './Bills.module.css';

type Month = Months['months'][number];
type Trouble = Months['troubles'][number];

const FEN = 100;

/** What was billed at the place, month by month for a year. */
export function PlaceRevenue({ code }: { code: string }) {
  const t = useWords('monitor');
  return (
    <Section title={t('place.months')} lead={t('place.monthsLead')} foldable>
      <ByMonth code={code}>{({ months }) => <Trend months={months} />}</ByMonth>
    </Section>
  );
}

/** Ports and troubles of the place by month, and the latest faults and complaints. */
export function PlaceMonths({ code }: { code: string }) {
  const t = useWords('monitor');
  return (
    <Columns>
      <Section title={t('place.monthTable')} foldable flush>
        <ByMonth code={code}>{({ months }) => <Table months={months} />}</ByMonth>
      </Section>
      <Section title={t('place.troubles')} foldable flush>
        <ByMonth code={code}>{({ troubles }) => <Troubles troubles={troubles} />}</ByMonth>
      </Section>
    </Columns>
  );
}

/** The place's months, asked for once whichever of the panels is opened first. */
function ByMonth({ code, children }: { code: string; children: (found: Months) => ReactNode }) {
  const found = useQuery(placeMonths(code));
  return <Loaded query={found}>{children}</Loaded>;
}

function Trend({ months }: { months: Month[] }) {
  const t = useWords('monitor');
  const format = useFormat();
  if (!months.length) return <EmptyState title={t('place.noMonths')} />;
  const x = months.map((one) => format.month(one.month));
  const money = (yuan: number) => format.money(yuan * FEN);
  return (
    <Stack>
      <h3 className={style.name}>{t('place.revenue')}</h3>
      <LineChart
        label={t('place.revenue')}
        x={x}
        xName={t('bill.month')}
        series={[{ name: t('place.revenue'), values: months.map((one) => yuanOf(one.billed_fen)) }]}
        format={money}
        height={160}
      />
      <h3 className={style.name}>{t('place.arpu')}</h3>
      <LineChart
        label={t('place.arpu')}
        x={x}
        xName={t('bill.month')}
        series={[{ name: t('place.arpu'), values: months.map((one) => yuanOf(one.arpu_fen)) }]}
        format={money}
        height={140}
      />
    </Stack>
  );
}

function Table({ months }: { months: Month[] }) {
  const t = useWords('monitor');
  const format = useFormat();
  const columns: Column<Month>[] = [
    { key: 'month', title: t('bill.month'), render: (one) => format.month(one.month) },
    {
      key: 'ports',
      title: t('place.ports'),
      numeric: true,
      render: (one) => `${format.count(one.ports_used)} / ${format.count(one.ports_total)}`,
    },
    {
      key: 'competitor_share',
      title: t('place.competitorShare'),
      numeric: true,
      render: (one) => format.percent(one.competitor_share),
    },
    { key: 'faults', title: t('place.faults'), numeric: true, render: (one) => format.count(one.faults) },
    { key: 'complaints', title: t('place.complaints'), numeric: true, render: (one) => format.count(one.complaints) },
  ];
  if (!months.length) return <EmptyState title={t('place.noMonths')} />;
  return (
    <StaticTable
      label={t('place.monthTable')}
      columns={columns}
      rows={[...months].reverse()}
      rowKey={(one) => one.month}
    />
  );
}

function Troubles({ troubles }: { troubles: Trouble[] }) {
  const t = useWords('monitor');
  const nameOf = useNameOf();
  const format = useFormat();
  if (!troubles.length) return <EmptyState title={t('trouble.none')} />;
  const columns: Column<Trouble>[] = [
    { key: 'on', title: t('trouble.on'), render: (one) => format.date(one.on) },
    { key: 'what', title: t('trouble.kind'), render: (one) => t(`trouble.${one.what}`) },
    { key: 'kind', title: t('trouble.what'), render: (one) => nameOf(one) },
    {
      key: 'customer_id',
      title: t('customer.id'),
      render: (one) =>
        one.customer_id ? (
          <Link to={`/monitor/customers/${one.customer_id}`}>{one.customer_id}</Link>
        ) : (
          t('place.wholePlace')
        ),
    },
  ];
  return (
    <StaticTable
      label={t('place.troubles')}
      columns={columns}
      rows={troubles}
      rowKey={(one) => `${one.what} ${one.trouble_id}`}
    />
  );
}

function yuanOf(fen: number | null): number | null {
  return fen === null ? null : fen / FEN;
}
