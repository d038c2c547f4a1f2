import { useMe } from '@gridloop/api';
import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Columns, EmptyState, Figure, Figures, Loaded, PageHeader, Section, State } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Grid } from 'antd';
import { Link } from 'react-router';

import style from './Home.module.css';
import { executiveHome, plannerHome, type ExecutiveHome as Home } from './homes';
import { CampaignTable } from './parts/CampaignTable';
import { FunnelPanel } from './parts/FunnelPanel';
import { GridIndicatorMap } from './parts/GridIndicatorMap';
import { HomeFigures } from './parts/HomeFigures';

/** How are we doing against target, and which grids need attention? */
export function ExecutiveHome() {
  const t = useWords('home');
  const home = useQuery(executiveHome);
  return (
    <>
      <PageHeader title={t('executive.title')} lead={t('executive.lead')} />
      <Loaded query={home} rows={8}>
        {(data) => <Body home={data} />}
      </Loaded>
    </>
  );
}

/** Campaigns of the branch that wait for its manager. */
function CampaignsWaiting() {
  const t = useWords('home');
  const home = useQuery(plannerHome);
  const waiting = home.data?.campaigns.filter((card) => card.needs.length > 0) ?? [];
  return (
    <Section title={t('branch.waiting')} extra={<Link to="/campaign">{t('planner.all')}</Link>} flush>
      <Loaded query={home}>
        {() => (waiting.length === 0 ? <EmptyState title={t('branch.nothing')} /> : <CampaignTable cards={waiting} />)}
      </Loaded>
    </Section>
  );
}

function Body({ home }: { home: Home }) {
  const phone = !Grid.useBreakpoint().md;
  const map = <GridIndicatorMap figures={home.figures} foldable />;
  const funnel = <FunnelPanel funnel={home.funnel} asOf={home.as_of} cycle={home.cycle} />;
  const rest = (
    <>
      <Attention home={home} />
      <Changes home={home} />
      <Achieved home={home} />
    </>
  );
  return (
    <>
      <HomeFigures figures={home.figures} />
      {useMe().role === 'branch_manager' && <CampaignsWaiting />}
      {phone ? (
        // what is out of line comes before where it lies: nobody should have to scroll for it
        <>
          {rest}
          {funnel}
          {map}
        </>
      ) : (
        <Columns wide>
          <div>
            {map}
            {funnel}
          </div>
          <div>{rest}</div>
        </Columns>
      )}
    </>
  );
}

function Attention({ home }: { home: Home }) {
  const t = useWords('home');
  const nameOf = useNameOf();
  return (
    <Section title={t('attention.title')}>
      {home.attention.length === 0 ? (
        <EmptyState title={t('attention.none')} />
      ) : (
        <ul className={style.list}>
          {home.attention.map((grid) => (
            <li key={grid.grid_code}>
              <Link to={`/monitor/grids/${grid.grid_code}`}>{nameOf(grid)}</Link>{' '}
              <small>
                {nameOf({ name_zh: grid.branch_name_zh, name_en: grid.branch_name_en })}
                {grid.manager_name && ` · ${t('attention.ask', { name: grid.manager_name })}`}
              </small>
              <div>
                <State tone={grid.severity >= 3 ? 'attention' : 'idle'}>
                  {grid.reasons.map((reason) => reason.text).join(' · ')}
                </State>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Changes({ home }: { home: Home }) {
  const t = useWords('home');
  return (
    <Section title={t('changes.title')} foldable>
      {home.changes.length === 0 ? (
        <p>{t('changes.none')}</p>
      ) : (
        <ul className={style.list}>
          {home.changes.map((change) => (
            <li key={change.code}>
              <Link to={`/metrics?org=${change.org_code}&indicator=${change.indicator}`}>{change.text}</Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Achieved({ home }: { home: Home }) {
  const t = useWords('home');
  const format = useFormat();
  const there = home.worth_cycle ? `/evaluate?cycle=${home.worth_cycle}` : '/evaluate';
  return (
    <Section
      title={t('achieved.title')}
      lead={home.worth_cycle ? t('achieved.lead', { month: format.month(home.worth_cycle) }) : t('achieved.none')}
      extra={<Link to={there}>{t('achieved.more')}</Link>}
    >
      <Figures>
        <Figure label={t('achieved.confirmed')} value={format.count(home.confirmed_successes)} to={there} />
        <Figure label={t('achieved.revenue')} value={format.shortMoney(home.incremental_revenue_fen)} to={there} />
        <Figure label={t('achieved.roi')} value={format.percent(home.roi, 0)} to={there} />
      </Figures>
    </Section>
  );
}
