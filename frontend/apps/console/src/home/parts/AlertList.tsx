import { sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { addressWith, EmptyState, Loaded, Section, StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';

import { customersConcerned, firstAlerts, type Alert } from '../alerts';

/** Which grids are out of line, and the way to the people concerned. */
export function AlertList() {
  const t = useWords('home');
  const format = useFormat();
  const alerts = useQuery(firstAlerts);
  return (
    <Section
      title={t('alerts.title')}
      lead={t('alerts.lead')}
      extra={
        alerts.data && <Link to="/metrics/alerts">{t('alerts.all', { total: format.count(alerts.data.total) })}</Link>
      }
      flush
    >
      <Loaded query={alerts}>
        {({ items }) => (items.length === 0 ? <EmptyState title={t('alerts.none')} /> : <Rows rows={items} />)}
      </Loaded>
    </Section>
  );
}

function Rows({ rows }: { rows: Alert[] }) {
  const t = useWords('home');
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<Alert>[] = [
    {
      key: 'grid',
      title: t('alerts.grid'),
      render: (one) => (
        <Link to={`/monitor/grids/${one.org_code}`}>
          {nameOf({ name_zh: one.org_name_zh, name_en: one.org_name_en })}
        </Link>
      ),
    },
    {
      key: 'indicator',
      title: t('alerts.indicator'),
      render: (one) => (
        <Link to={addressWith('/metrics', { org: one.org_code, cycle: one.cycle, indicator: one.indicator })}>
          {nameOf({ name_zh: one.indicator_name_zh, name_en: one.indicator_name_en })}
        </Link>
      ),
    },
    {
      key: 'value',
      title: t('alerts.value'),
      numeric: true,
      render: (one) => sayInUnit(format, one.unit)(one.value),
    },
    {
      key: 'why',
      title: t('alerts.why'),
      render: (one) => t(`alerts.against.${one.kind}`, { expected: sayInUnit(format, one.unit)(one.expected) }),
    },
    {
      key: 'act',
      title: t('alerts.act'),
      render: (one) => (
        <>
          <Link to={customersConcerned(one)}>{t('alerts.people')}</Link>
          {' · '}
          <Link to={addressWith('/campaign/plan', { org: one.org_code, tag: one.people })}>{t('alerts.plan')}</Link>
        </>
      ),
    },
  ];
  return <StaticTable label={t('alerts.title')} columns={columns} rows={rows} rowKey={(one) => String(one.id)} />;
}
