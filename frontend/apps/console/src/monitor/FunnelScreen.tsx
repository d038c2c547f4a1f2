import { useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, Loaded, PageHeader, Section } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useMemo } from 'react';
import { Navigate, useSearchParams } from 'react-router';

import { LEVELS, funnelPage, ordersOf, wholeFunnel, withinCampaign, type FunnelWish, type Level } from './funnel';
import { useFunnelColumns } from './parts/funnel-columns';
import { WholeFunnel } from './parts/WholeFunnel';

/** The first screen of live control; a data steward follows data to its customers and has no orders to watch. */
export function Component() {
  return useMe().role === 'data_steward' ? <Navigate to="/monitor/customers" replace /> : <LiveFunnel />;
}

/** How far this month's orders have come, by any level, fresh to the second. */
function LiveFunnel() {
  const t = useWords('monitor');
  const format = useFormat();
  const [params, setParams] = useSearchParams();
  const wish = useMemo(() => wishOf(params), [params]);
  const page = useMemo(() => funnelPage(wish), [wish]);
  const whole = useQuery(wholeFunnel(wish));
  const columns = useFunnelColumns({ ...wish, cycle: wish.cycle ?? whole.data?.cycle });
  const choose = (by: Level) => setParams({ by, ...withinCampaign(wish) });
  return (
    <>
      <PageHeader
        title={t('funnel.title')}
        lead={t('funnel.lead')}
        crumbs={wish.org_code || wish.campaign_code ? [{ label: t('funnel.title'), to: '/monitor' }] : []}
        actions={whole.data ? t('funnel.asOf', { time: format.dateTime(whole.data.as_of) }) : null}
      />
      <Loaded query={whole}>
        {(funnel) => <WholeFunnel whole={funnel.whole} only={{ ...ordersOf(wish), cycle: funnel.cycle }} />}
      </Loaded>
      <Section
        title={t(`levels.by_${wish.by}`)}
        flush
        extra={
          <Segmented
            aria-label={t('levels.label')}
            value={wish.by}
            onChange={choose}
            style={{ maxWidth: 'calc(100vw - 64px)', overflowX: 'auto' }}
            options={LEVELS.map((value) => ({ value, label: t(`levels.${value}`) }))}
          />
        }
      >
        <DataTable
          key={wish.by}
          label={t(`levels.by_${wish.by}`)}
          columns={columns}
          rowKey={(row) => row.key}
          page={page}
          exportName={`funnel-${wish.by}`}
          empty={<EmptyState title={t('funnel.none')} hint={t('funnel.noneHint')} />}
        />
      </Section>
    </>
  );
}

function wishOf(params: URLSearchParams): FunnelWish {
  const by = LEVELS.find((level) => level === params.get('by')) ?? 'branch';
  return {
    by,
    org_code: params.get('org_code') ?? undefined,
    campaign_code: params.get('campaign_code') ?? undefined,
    cycle: params.get('cycle') ?? undefined,
  };
}
