import { sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, Loaded, PageHeader, Section, ShareLink, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Select, Space } from 'antd';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';

import { dashboard, type Dashboard } from './dashboard';
import { gridTablePage, type GridLine } from './grid-table';
import { indicatorLibrary, type Indicator } from './indicators';
import { IndicatorMap } from './parts/IndicatorMap';
import { useView } from './view';
import { workbookOf } from './workbooks';

const OPERATING = [
  'revenue',
  'arpu',
  'users',
  'net_adds',
  'churn_rate',
  'household_penetration',
  'port_use',
  'contract_expiries',
  'competitor_call_share',
  'service_cost',
  'gross_margin_rate',
];

/** All my grids side by side for a month; what is looked at stands in the address. */
export function Component() {
  const t = useWords('metrics');
  const [view] = useView();
  const library = useQuery(indicatorLibrary);
  const board = useQuery(dashboard(undefined, view.cycle));
  const header = <PageHeader title={t('grids.title')} lead={t('grids.lead')} />;
  return (
    <Loaded query={library} header={header}>
      {(indicators) => (
        <Loaded query={board} rows={8} header={header}>
          {(found) => <SideBySide indicators={indicators} board={found} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function SideBySide({ indicators, board }: { indicators: Indicator[]; board: Dashboard }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const [view, go] = useView();
  const [params, setParams] = useSearchParams();
  const columnsAsked = params.get('columns');
  const codes = useMemo(() => columnsAsked?.split(',').filter(Boolean) ?? OPERATING, [columnsAsked]);
  const shown = codes.flatMap((code) => indicators.find((one) => one.code === code) ?? []);
  const cycle = board.cycle ?? '';
  const page = useMemo(() => gridTablePage({ indicators: codes, cycle }), [codes, cycle]);
  const columns = useColumns(shown);
  const chosen = shown.find((one) => one.code === view.indicator) ?? shown[0];
  if (!board.cycle) return <EmptyState title={t('board.none')} hint={t('board.noneHint')} />;
  const choose = (next: string[]) =>
    setParams((now) => {
      const changed = new URLSearchParams(now);
      changed.set('columns', next.join(','));
      if (!next.includes((changed.get('sort') ?? '').replace('-', ''))) changed.delete('sort');
      return changed;
    });
  return (
    <>
      <PageHeader
        title={t('grids.title')}
        lead={t('grids.lead')}
        actions={
          <Space>
            <Select
              aria-label={t('board.cycle')}
              value={board.cycle}
              options={board.cycles.map((value) => ({ value, label: format.month(value) }))}
              popupMatchSelectWidth={false}
              onChange={(value: string) => go({ cycle: value })}
            />
            <ShareLink shown={{ cycle, columns: codes.join(',') }} />
          </Space>
        }
      />
      <Section title={t('grids.table')} lead={t('grids.mapHint')} flush>
        <DataTable
          label={t('grids.table')}
          columns={columns}
          rowKey={(row) => row.org_code}
          page={page}
          pageSize={50}
          workbook={workbookOf('grid-table', { indicators: codes.join(','), cycle })}
          search={t('ranking.search')}
          toolbar={
            <Select
              mode="multiple"
              aria-label={t('grids.columns')}
              placeholder={t('grids.columns')}
              maxTagCount={0}
              maxTagPlaceholder={t('grids.chosen', { count: codes.length })}
              style={{ minWidth: 220 }}
              showSearch={{ optionFilterProp: 'label' }}
              value={codes}
              options={indicators.map((one) => ({ value: one.code, label: nameOf(one) }))}
              onChange={choose}
            />
          }
        />
      </Section>
      {chosen && <IndicatorMap indicator={chosen} cycle={board.cycle} unit={board.unit} />}
    </>
  );
}

function useColumns(shown: Indicator[]): Column<GridLine>[] {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const [view] = useView();
  const cycle = view.cycle ? `&cycle=${view.cycle}` : '';
  return [
    {
      key: 'name',
      title: t('alerts.grid'),
      sortable: true,
      render: (row) => <Link to={`/metrics/benchmark?org=${row.org_code}${cycle}`}>{nameOf(row)}</Link>,
      text: nameOf,
    },
    {
      key: 'kind',
      title: t('grids.kind'),
      render: (row) => (row.kind ? t(`peers.kinds.${row.kind}`) : '–'),
      text: (row) => (row.kind ? t(`peers.kinds.${row.kind}`) : ''),
    },
    ...shown.map((one): Column<GridLine> => ({
      key: one.code,
      title: nameOf(one),
      numeric: true,
      sortable: true,
      render: (row) => sayInUnit(format, one.unit)(row.values[one.code] ?? null),
      text: (row) => String(row.values[one.code] ?? ''),
    })),
  ];
}
