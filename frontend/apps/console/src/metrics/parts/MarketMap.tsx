import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { AreaMap, type Area } from '@gridloop/map';
import { EmptyState, Loaded, Section } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';

import { gridAreas } from '../grid-areas';
import { marketOfGrids, type Market, type MarketArea, type Operator, type Share } from '../market';

interface Props {
  data: Market;
  cycle: string;
  operator: Operator;
  share: Share;
}

const COLUMN = { users: 'user_share', revenue: 'revenue_share', new_users: 'new_user_share' } as const;

/** The grids of the unit, coloured by an operator's share. */
export function MarketMap({ data, cycle, operator, share }: Props) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const asked = { cycle, org_code: data.unit.org_code, operator: operator.code, level: 'grid' as const };
  const rows = useQuery(marketOfGrids(asked));
  const title = t('market.map', { operator: nameOf(operator), share: t(`market.shares.${share}`) });
  return (
    <Section title={title} flush>
      <Loaded query={rows} rows={8}>
        {(found) => <Drawn rows={found} share={share} title={title} />}
      </Loaded>
    </Section>
  );
}

function Drawn({ rows, share, title }: { rows: MarketArea[]; share: Share; title: string }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const go = useNavigate();
  const shapes = useQuery(gridAreas);
  const areas = useMemo<Area[]>(() => {
    const shapeOf = new Map((shapes.data ?? []).map((area) => [area.properties.code, area.geometry]));
    return rows.flatMap((row) => {
      const geometry = shapeOf.get(row.org_code);
      if (!geometry) return [];
      const shape = geometry as unknown as Area['geometry'];
      const note = row.is_estimate ? t('market.estimated') : '';
      return [{ code: row.org_code, name: nameOf(row), geometry: shape, value: row[COLUMN[share]], note }];
    });
  }, [rows, shapes.data, share, nameOf, t]);
  if (shapes.data && areas.length === 0) return <EmptyState title={t('board.noShapes')} />;
  return (
    <AreaMap
      label={title}
      areas={areas}
      valueName={t(`market.shares.${share}`)}
      format={(value) => format.percent(value, 1)}
      onPick={(code) => void go(`/monitor/grids/${code}`)}
      height={360}
    />
  );
}
