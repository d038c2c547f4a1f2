import { useNameOf, useWords } from '@gridloop/i18n';
import type { Filter } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';

import { gridAreas } from './grids';

type Name = 'grid_code' | 'assignee_code' | 'place_code';

/** Filters by grid, and by what a link has set (an assignee, a place), so that the reader can see and clear it. */
export function useTerritoryFilters(...names: Name[]): Filter[] {
  const t = useWords('territory');
  const nameOf = useNameOf();
  const [params] = useSearchParams();
  const areas = useQuery(gridAreas).data ?? [];
  return names.flatMap((name): Filter[] => {
    if (name === 'grid_code') {
      const options = areas.map(({ properties: grid }) => ({
        value: grid.code,
        label: `${nameOf(grid)} ${grid.code}`,
      }));
      return [{ name, label: t('place.grid'), options }];
    }
    const set = params.get(name);
    if (!set) return [];
    return [{ name, label: t(`filter.${name}`), options: [{ value: set, label: set }] }];
  });
}
