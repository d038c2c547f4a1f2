import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Columns, EmptyState, Loaded, OutOfScope, PageHeader, Section, ShareLink, WorkbookLink } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Select, Space } from 'antd';
import { Link, useLocation } from 'react-router';

import { dashboard, isOutOfScope, type Dashboard } from './dashboard';
import { indicatorLibrary, type Indicator } from './indicators';
import { DomainChoice } from './parts/DomainChoice';
import { IndicatorFigures } from './parts/IndicatorFigures';
import { IndicatorMap } from './parts/IndicatorMap';
import { IndicatorTrend } from './parts/IndicatorTrend';
import { IndicatorSplit } from './parts/IndicatorSplit';
import { Ranking } from './parts/Ranking';
import { RevenueAccount } from './parts/RevenueAccount';
import { Underway } from './parts/Underway';
import { ownLink, useView } from './view';
import { figuresWorkbook } from './workbooks';

/** From the company to the grid: ten figures, where they come from, how they move. */
export function Component() {
  const t = useWords('metrics');
  const header = <PageHeader title={t('board.title')} lead={t('board.lead')} />;
  const [view] = useView();
  const library = useQuery(indicatorLibrary);
  const board = useQuery(dashboard(view.org, view.cycle, view.domain));
  const own = ownLink(useLocation());
  if (view.org && isOutOfScope(board.error)) return <OutOfScope own={own} />;
  return (
    <Loaded query={library} rows={8} header={header}>
      {(indicators) => (
        <Loaded query={board} rows={8} header={header}>
          {(data) => <Board board={data} indicators={indicators} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Board({ board, indicators }: { board: Dashboard; indicators: Indicator[] }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const [view, , link] = useView();
  const { unit } = board;
  const shown = unit.figures.flatMap((figure) => indicators.find((one) => one.code === figure.indicator) ?? []);
  const indicator = shown.find((one) => one.code === view.indicator) ?? shown[0];
  const crumbs = board.trail
    .filter((one) => one.org_code !== unit.org_code)
    .map((one) => ({ label: nameOf(one), to: link({ org: one.org_code }) }));
  return (
    <>
      <PageHeader
        title={nameOf(unit)}
        lead={t('board.lead')}
        crumbs={crumbs}
        actions={
          <Space wrap>
            <ShareLink shown={{ org: unit.org_code, cycle: board.cycle, indicator: indicator?.code }} />
            <WorkbookLink
              to={figuresWorkbook('dashboard', { org_code: unit.org_code, cycle: board.cycle, domain: view.domain })}
            />
            <Link to={`/metrics/benchmark?org=${unit.org_code}&cycle=${board.cycle ?? ''}`}>
              <Button>{t('peers.title')}</Button>
            </Link>
            <CycleChoice board={board} />
          </Space>
        }
      />
      <DomainChoice />
      {!board.cycle || !indicator ? (
        <Section title={t('board.title')}>
          <EmptyState title={t('board.none')} hint={t('board.noneHint')} />
        </Section>
      ) : (
        <>
          {indicator.domain === 'marketing' && (
            <p style={{ marginBlockEnd: 12 }}>
              {t('board.marketing', { month: format.month(board.cycle) })} <Link to="/monitor">{t('board.live')}</Link>
            </p>
          )}
          <Underway indicator={indicator} />
          <IndicatorFigures unit={unit} indicators={indicators} chosen={indicator.code} />
          <Columns wide>
            <IndicatorMap indicator={indicator} cycle={board.cycle} unit={unit} />
            <IndicatorTrend indicator={indicator} unit={unit} />
          </Columns>
          <IndicatorSplit key={indicator.code} indicator={indicator} board={board} />
          <Ranking board={board} indicator={indicator} />
          <RevenueAccount board={board} indicator={indicator.code} />
        </>
      )}
    </>
  );
}

function CycleChoice({ board }: { board: Dashboard }) {
  const t = useWords('metrics');
  const format = useFormat();
  const [, go] = useView();
  if (!board.cycle) return null;
  return (
    <Select
      aria-label={t('board.cycle')}
      value={board.cycle}
      options={board.cycles.map((value) => ({ value, label: format.month(value) }))}
      popupMatchSelectWidth={false}
      onChange={(cycle: string) => go({ cycle })}
    />
  );
}
