import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { AreaMap, type Area } from '@gridloop/map';
import { Section } from '@gridloop/ui';
import { Select } from 'antd';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';

import { sayDensity } from '../density';
import type { GridArea } from '../grids';

const MEASURES = ['density', 'customers', 'households', 'managers', 'places'] as const;
type Measure = (typeof MEASURES)[number];

interface Props {
  areas: GridArea[];
  chosen: string | null;
  onPick: (code: string) => void;
}

/** The grids coloured by what the reader asks for; the grid manager's name under the pointer. */
export function GridMap({ areas, chosen, onPick }: Props) {
  const t = useWords('territory');
  const format = useFormat();
  const nameOf = useNameOf();
  const [params, setParams] = useSearchParams();
  const measure: Measure = MEASURES.find((one) => one === params.get('by')) ?? 'density';
  const shown = useMemo<Area[]>(
    () =>
      areas.map(({ geometry, properties: grid }) => ({
        code: grid.code,
        name: nameOf(grid),
        geometry: geometry as unknown as Area['geometry'],
        value: grid[measure] ?? null,
        note: t('grids.hint', { manager: grid.manager_name ?? '–', customers: format.count(grid.customers) }),
      })),
    [areas, measure, nameOf, t, format],
  );
  const choice = (
    <Select<Measure>
      aria-label={t('grids.by')}
      value={measure}
      options={MEASURES.map((value) => ({ value, label: t(`grid.${value}`) }))}
      popupMatchSelectWidth={false}
      onChange={(by) =>
        setParams((now) => {
          const next = new URLSearchParams(now);
          next.set('by', by);
          return next;
        })
      }
    />
  );
  return (
    <Section title={t('grids.map')} extra={choice} flush>
      <AreaMap
        label={t('grids.map')}
        areas={shown}
        valueName={t(`grid.${measure}`)}
        format={(value) => (measure === 'density' ? sayDensity(format, value) : format.count(value))}
        onPick={onPick}
        {...(chosen ? { chosen } : {})}
      />
    </Section>
  );
}
