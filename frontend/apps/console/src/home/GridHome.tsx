import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Columns, EmptyState, Loaded, PageHeader, Section, State, StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';

import { gridHome, type GridHome as Home } from './homes';
import { FunnelPanel } from './parts/FunnelPanel';
import { HomeFigures } from './parts/HomeFigures';
import { WaitingTable } from './parts/WaitingTable';

type Help = Home['help'][number];
type MoneyLeft = Home['money_left'][number];

/** Who in my team needs help, which customers wait, where is money left? */
export function GridHome() {
  const t = useWords('home');
  const nameOf = useNameOf();
  const home = useQuery(gridHome);
  return (
    <>
      <PageHeader title={home.data ? nameOf(home.data) : t('grid.title')} lead={t('grid.lead')} />
      <Loaded query={home} rows={8}>
        {(data) => (
          <>
            <HomeFigures figures={data.figures} />
            <Team home={data} />
            <WaitingTable />
            <Columns>
              <FunnelPanel funnel={data.funnel} asOf={data.as_of} cycle={data.cycle} />
              <Money rows={data.money_left} />
            </Columns>
          </>
        )}
      </Loaded>
    </>
  );
}

function Team({ home: { help, team, team_closed } }: { home: Home }) {
  const t = useWords('home');
  const format = useFormat();
  const columns: Column<Help>[] = [
    {
      key: 'person_name',
      title: t('team.person'),
      render: (one) => (
        <Link to={`/dispatch?assignee_code=${one.person_code}&open=true`}>{one.person_name || one.person_code}</Link>
      ),
    },
    {
      key: 'reasons',
      title: t('team.why'),
      render: (one) =>
        one.reasons.map((reason) => (
          <div key={reason.code}>
            <State tone={one.severity >= 3 ? 'attention' : 'idle'}>{reason.text}</State>
          </div>
        )),
    },
    { key: 'open', title: t('team.open'), numeric: true, render: (one) => format.count(one.open) },
    { key: 'overdue', title: t('team.overdue'), numeric: true, render: (one) => format.count(one.overdue) },
    {
      key: 'today',
      title: t('team.today'),
      numeric: true,
      render: (one) => (
        <>
          {`${format.count(one.done_today)} / ${format.count(one.planned_today)}`}
          {one.day_closed_at && <State tone="done">{t('team.closed', { left: one.day_left })}</State>}
        </>
      ),
    },
    { key: 'pace', title: t('planner.pace'), numeric: true, render: (one) => format.percent(one.pace, 0) },
    {
      key: 'reach_rate',
      title: t('team.reachRate'),
      numeric: true,
      render: (one) => format.percent(one.reach_rate, 0),
    },
    { key: 'last', title: t('team.lastContact'), render: (one) => format.dateTime(one.last_contact_at) },
  ];
  return (
    <Section
      title={t('team.title')}
      lead={t('team.closedLead', { closed: team_closed, team })}
      extra={<Link to="/monitor/help">{t('team.everybody')}</Link>}
      flush
    >
      {help.length === 0 ? (
        <EmptyState title={t('team.none')} />
      ) : (
        <StaticTable label={t('team.title')} columns={columns} rows={help} rowKey={(one) => one.person_code} />
      )}
    </Section>
  );
}

function Money({ rows }: { rows: MoneyLeft[] }) {
  const t = useWords('home');
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<MoneyLeft>[] = [
    {
      key: 'campaign',
      title: t('planner.campaign'),
      render: (one) => <Link to={`/campaign/campaigns/${one.campaign_code}`}>{nameOf(one)}</Link>,
    },
    {
      key: 'orders',
      title: t('money.orders'),
      numeric: true,
      render: (one) => <Link to={`/dispatch?campaign_code=${one.campaign_code}`}>{format.count(one.orders)}</Link>,
    },
    {
      key: 'value',
      title: t('money.value'),
      numeric: true,
      render: (one) => format.shortMoney(one.expected_value_fen),
    },
  ];
  return (
    <Section title={t('money.title')} lead={t('money.lead')} flush>
      {rows.length === 0 ? (
        <EmptyState title={t('money.none')} />
      ) : (
        <StaticTable label={t('money.title')} columns={columns} rows={rows} rowKey={(one) => one.campaign_code} />
      )}
    </Section>
  );
}
