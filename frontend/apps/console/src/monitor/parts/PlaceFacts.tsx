import { LEADERS, useMe, type Role } from '@gridloop/api';
import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { AreaMap } from '@gridloop/map';
import { Facts, Stack } from '@gridloop/ui';
import { useMemo } from 'react';
import { Link } from 'react-router';

import type { Place } from '../places';

/** Roles that may open a grid whole. */
const SEE_GRIDS: readonly Role[] = [...LEADERS, 'data_steward', 'auditor'];

/** What a place is, where it lies, who looks after it and when somebody was last there. */
export function PlaceFacts({ place }: { place: Place }) {
  const t = useWords('monitor');
  const format = useFormat();
  const nameOf = useNameOf();
  const sees = SEE_GRIDS.includes(useMe().role);
  const grid = nameOf({ name_zh: place.grid_name_zh, name_en: place.grid_name_en });
  const ports = place.ports.at(-1);
  return (
    <Stack>
      <Facts
        facts={[
          { label: t('place.code'), value: place.place_code },
          {
            label: t('customer.grid'),
            value: sees ? <Link to={`/monitor/grids/${place.grid_code}`}>{grid}</Link> : grid,
          },
          { label: t('customer.assignee'), value: place.assignee_name || '–' },
          { label: t('place.households'), value: format.count(place.households) },
          { label: t('place.area'), value: t(place.is_rural ? 'place.rural' : 'place.urban') },
          {
            label: t('place.network'),
            value: ports
              ? t('trouble.network', {
                  used: format.count(ports.ports_used),
                  total: format.count(ports.ports_total),
                  speed: format.count(ports.max_mbps),
                })
              : '–',
          },
          {
            label: t('place.lastVisit'),
            value: place.last_visit_at
              ? t('place.visited', { day: format.day(place.last_visit_at), who: place.last_visit_by })
              : t('place.neverVisited'),
          },
          { label: t('place.asOf'), value: format.month(place.month) },
        ]}
      />
      <Where place={place} />
      {sees && <Link to={`/territory?grid=${place.grid_code}`}>{t('grid.onMap')}</Link>}
    </Stack>
  );
}

function Where({ place }: { place: Place }) {
  const t = useWords('monitor');
  const nameOf = useNameOf();
  const { place_code: code, longitude, latitude } = place;
  const name = nameOf(place);
  const spots = useMemo(
    () => (longitude === null || latitude === null ? [] : [{ code, name, longitude, latitude }]),
    [code, name, longitude, latitude],
  );
  if (!spots.length) return null;
  return <AreaMap label={t('place.map')} spots={spots} height={180} />;
}
