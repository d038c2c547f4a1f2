import { sayChange, sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { AreaMap, type Area } from '@gridloop/map';
import { EmptyState, Loaded, Section } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';

import { gridAreas, indicatorOfGrids } from '../grid-map';
import type { HomeFigure } from '../homes';

/** The reader's grids by any of the figures. */
export function GridIndicatorMap({ figures, foldable = false }: { figures: HomeFigure[]; foldable?: boolean }) {
  const t = useWords('home');
  const nameOf = useNameOf();
  const [params, setParams] = useSearchParams();
  const chosen = figures.find((one) => one.code === params.get('by')) ?? figures[0];
  if (!chosen) return null;
  return (
    <Section
      title={t('map.title')}
      foldable={foldable}
      extra={
        <Select
          aria-label={t('map.by')}
          value={chosen.code}
          options={figures.map((one) => ({ value: one.code, label: nameOf(one) }))}
          popupMatchSelectWidth={false}
          onChange={(by: string) => setParams({ by }, { replace: true })}
        />
      }
      flush
    >
      <Drawn figure={chosen} />
    </Section>
  );
}

function Drawn({ figure }: { figure: HomeFigure }) {
  const t = useWords('home');
  const format = useFormat();
  const nameOf = useNameOf();
  const go = useNavigate();
  const shapes = useQuery(gridAreas);
  const rows = useQuery(indicatorOfGrids(figure.code));
  const areas = useMemo<Area[]>(() => {
    const rowOf = new Map((rows.data ?? []).map((row) => [row.org_code, row.figure]));
    return (shapes.data ?? []).map(({ geometry, properties: grid }) => {
      const of = rowOf.get(grid.code);
      const change = figure.unit === 'share' ? of?.change : of?.change_ratio;
      return {
        code: grid.code,
        name: nameOf(grid),
        geometry: geometry as unknown as Area['geometry'],
        value: of?.value ?? null,
        note: t('map.hint', { change: sayChange(format, figure.unit, change ?? null) }),
      };
    });
  }, [shapes.data, rows.data, figure.unit, format, nameOf, t]);
  return (
    <Loaded query={shapes}>
      {(features) =>
        features.length === 0 ? (
          <EmptyState title={t('map.none')} />
        ) : (
          <AreaMap
            label={t('map.title')}
            areas={areas}
            valueName={nameOf(figure)}
            format={sayInUnit(format, figure.unit)}
            onPick={(code) => void go(`/monitor/grids/${code}`)}
            height={420}
          />
        )
      }
    </Loaded>
  );
}
