import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Columns, EmptyState, Loaded, OutOfScope, PageHeader, Section, ShareLink } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select, Space } from 'antd';
import { Link, useLocation, useSearchParams } from 'react-router';

import { isOutOfScope } from './dashboard';
import { market, SHARES, type Market, type Share } from './market';
import { MarketAreas } from './parts/MarketAreas';
import { MarketFigures } from './parts/MarketFigures';
import { MarketMap } from './parts/MarketMap';
import { MarketShares } from './parts/MarketShares';
import { ownLink, useView } from './view';

/** How we stand against the other operators, by area and month. */
export function Component() {
  const t = useWords('metrics');
  const [view] = useView();
  const found = useQuery(market(view.org, view.cycle));
  const own = ownLink(useLocation());
  if (view.org && isOutOfScope(found.error)) return <OutOfScope own={own} />;
  return (
    <Loaded query={found} rows={8} header={<PageHeader title={t('market.title')} lead={t('market.lead')} />}>
      {(data) => (data.cycle && data.operators.length ? <Standing data={data} cycle={data.cycle} /> : <NothingYet />)}
    </Loaded>
  );
}

function NothingYet() {
  const t = useWords('metrics');
  return (
    <>
      <PageHeader title={t('market.title')} lead={t('market.lead')} />
      <Section title={t('market.title')}>
        <EmptyState
          title={t('market.none')}
          hint={t('market.noneHint')}
          action={
            <Link to="/lake/feeds/market_position">
              <Button>{t('market.feed')}</Button>
            </Link>
          }
        />
      </Section>
    </>
  );
}

function Standing({ data, cycle }: { data: Market; cycle: string }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const [params, setParams] = useSearchParams();
  const [, go] = useView();
  const change = (name: string, value: string) =>
    setParams((now) => {
      const next = new URLSearchParams(now);
      next.set(name, value);
      next.delete('offset');
      return next;
    });
  const share: Share = SHARES.find((one) => one === params.get('share')) ?? 'users';
  const operator = data.operators.find((one) => one.code === params.get('operator')) ?? data.operators[0];
  const to = (org: string) => {
    const next = new URLSearchParams(params);
    next.set('org', org);
    next.delete('offset');
    return `/metrics/market?${next.toString()}`;
  };
  if (!operator) return null;
  return (
    <>
      <PageHeader
        title={`${t('market.title')} · ${nameOf(data.unit)}`}
        lead={t('market.lead')}
        crumbs={data.trail.map((one) => ({ label: nameOf(one), to: to(one.org_code) }))}
        actions={
          <Space wrap>
            <Select
              aria-label={t('market.operator')}
              value={operator.code}
              options={data.operators.map((one) => ({ value: one.code, label: nameOf(one) }))}
              popupMatchSelectWidth={false}
              onChange={(value: string) => change('operator', value)}
            />
            <Select
              aria-label={t('board.cycle')}
              value={cycle}
              options={data.cycles.map((value) => ({ value, label: format.month(value) }))}
              popupMatchSelectWidth={false}
              onChange={(value: string) => go({ cycle: value })}
            />
            <ShareLink shown={{ org: data.unit.org_code, cycle, operator: operator.code, share }} />
          </Space>
        }
      />
      <MarketFigures data={data} cycle={cycle} operator={operator} />
      <div style={{ overflowX: 'auto', marginBlockEnd: 12 }}>
        <Segmented<Share>
          aria-label={t('market.share')}
          value={share}
          options={SHARES.map((value) => ({ value, label: t(`market.shares.${value}`) }))}
          onChange={(value) => change('share', value)}
        />
      </div>
      <Columns wide>
        <MarketMap data={data} cycle={cycle} operator={operator} share={share} />
        <MarketShares data={data} share={share} />
      </Columns>
      <MarketAreas data={data} cycle={cycle} operator={operator} to={to} />
    </>
  );
}
