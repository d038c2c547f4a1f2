import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, Section, State, type Column } from '@gridloop/ui';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';

import { LEVELS, type Level } from '../levels';
import { marketAreasPage, type Market, type MarketArea, type Operator } from '../market';
import { workbookOf } from '../workbooks';
import { LevelChoice } from './LevelChoice';

interface Props {
  data: Market;
  cycle: string;
  operator: Operator;
  /** Where the same view of another unit is. */
  to: (org: string) => string;
}

/** The areas of a level: share, change in points, quality index, where the figures come from. */
export function MarketAreas({ data, cycle, operator, to }: Props) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const [params] = useSearchParams();
  const below = data.unit.kind === 'company' ? 'branch' : 'grid';
  const level: Level = LEVELS.find((one) => one === params.get('level')) ?? below;
  const asked = useMemo(
    () => ({ cycle, org_code: data.unit.org_code, operator: operator.code, level }),
    [cycle, data.unit.org_code, operator.code, level],
  );
  const page = useMemo(() => marketAreasPage(asked), [asked]);
  return (
    <Section
      title={t('market.areas', { operator: nameOf(operator) })}
      lead={t('market.areasLead')}
      extra={<LevelChoice level={level} />}
      flush
    >
      <DataTable
        label={t('market.areas', { operator: nameOf(operator) })}
        columns={useColumns(to)}
        rowKey={(row) => row.org_code}
        page={page}
        search={t('ranking.search')}
        workbook={workbookOf('market-areas', asked)}
        empty={<EmptyState title={t('market.noAreas')} hint={t('market.noAreasHint')} />}
      />
    </Section>
  );
}

function useColumns(to: (org: string) => string): Column<MarketArea>[] {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const share = (key: 'user_share' | 'revenue_share' | 'new_user_share'): Column<MarketArea> => ({
    key,
    title: t(`market.columns.${key}`),
    numeric: true,
    sortable: true,
    render: (row) => format.percent(row[key], 2),
  });
  const points = (
    key: 'user_share_change' | 'user_share_year_change' | 'revenue_share_change' | 'revenue_share_year_change',
    wideOnly: boolean,
  ): Column<MarketArea> => ({
    key,
    title: t(`market.columns.${key}`),
    numeric: true,
    sortable: true,
    wideOnly,
    render: (row) => format.barePoints(row[key]),
  });
  return [
    {
      key: 'name_zh',
      title: t('market.area'),
      sortable: true,
      render: (row) => (
        <Link to={row.kind === 'grid' ? `/monitor/grids/${row.org_code}` : to(row.org_code)}>{nameOf(row)}</Link>
      ),
      text: nameOf,
    },
    {
      key: 'market_users',
      title: t('market.columns.market_users'),
      numeric: true,
      sortable: true,
      render: (row) => format.count(row.market_users),
    },
    share('user_share'),
    points('user_share_change', false),
    points('user_share_year_change', true),
    share('revenue_share'),
    points('revenue_share_change', false),
    points('revenue_share_year_change', true),
    share('new_user_share'),
    {
      key: 'quality_index',
      title: t('market.quality'),
      numeric: true,
      sortable: true,
      render: (row) => format.fixed(row.quality_index, 2),
    },
    {
      key: 'growth_lead',
      title: t('market.columns.growth_lead'),
      numeric: true,
      sortable: true,
      render: (row) => format.change(row.growth_lead),
    },
    {
      key: 'sources',
      title: t('market.source'),
      render: (row) => (
        <>
          {row.sources.map((one) => t(`market.sources.${one as 'survey'}`)).join('、') || t('market.below')}{' '}
          {row.is_estimate && <State tone="idle">{t('market.estimated')}</State>}
        </>
      ),
    },
  ];
}
