import { sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { AreaMap, type Area } from '@gridloop/map';
import { EmptyState, Loaded, Section } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { UnitFigures } from '../dashboard';
import { gridAreas } from '../grid-areas';
import { indicatorOfGrids, type TableRow } from '../indicator-table';
import type { Indicator } from '../indicators';
import { changeOf } from '../change';
import { useView } from '../view';

interface Props {
  indicator: Indicator;
  cycle: string;
  unit: UnitFigures;
}

/** The grids of the unit, coloured by the indicator. */
export function IndicatorMap({ indicator, cycle, unit }: Props) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const rows = useQuery(indicatorOfGrids(indicator.code, cycle));
  return (
    <Section title={t('board.map', { indicator: nameOf(indicator) })} flush>
      <Loaded query={rows} rows={8}>
        {(all) => <Drawn indicator={indicator} rows={all.filter((row) => row.path.startsWith(unit.path))} />}
      </Loaded>
    </Section>
  );
}

function Drawn({ indicator, rows }: { indicator: Indicator; rows: TableRow[] }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const [, go] = useView();
  const shapes = useQuery(gridAreas);
  const areas = useMemo<Area[]>(() => {
    const shapeOf = new Map((shapes.data ?? []).map((area) => [area.properties.code, area.geometry]));
    return rows.flatMap((row) => {
      const geometry = shapeOf.get(row.org_code);
      if (!geometry) return [];
      const note = t('board.hint', { change: changeOf(format, indicator.unit, row.figure) });
      const shape = geometry as unknown as Area['geometry'];
      return [{ code: row.org_code, name: nameOf(row), geometry: shape, value: row.figure.value, note }];
    });
  }, [rows, shapes.data, indicator.unit, nameOf, format, t]);
  if (shapes.data && areas.length === 0) return <EmptyState title={t('board.noShapes')} />;
  return (
    <AreaMap
      label={t('board.map', { indicator: nameOf(indicator) })}
      areas={areas}
      valueName={nameOf(indicator)}
      format={sayInUnit(format, indicator.unit)}
      onPick={(org) => go({ org })}
      height={400}
    />
  );
}
