import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { AreaMap, type Area, type Spot } from '@gridloop/map';
import { Loaded } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';

import { useOpensPlaces } from '../opens-places';
import { placeAreas, type PlaceArea } from '../places';

/** The places of one grid, coloured by customers, with who looks after them under the pointer; a click opens one whole. */
export function PlaceMap({ gridCode }: { gridCode: string }) {
  const places = useQuery(placeAreas(gridCode));
  return <Loaded query={places}>{(features) => <Drawn features={features} />}</Loaded>;
}

function Drawn({ features }: { features: PlaceArea[] }) {
  const t = useWords('territory');
  const format = useFormat();
  const nameOf = useNameOf();
  const navigate = useNavigate();
  const opens = useOpensPlaces();
  const { areas, spots } = useMemo(() => {
    const areas: Area[] = [];
    const spots: Spot[] = [];
    for (const { geometry, properties: place } of features) {
      const name = nameOf(place);
      const note = t('place.hint', { kind: t(`place.kinds.${place.kind}`), assignee: place.assignee_name ?? '–' });
      if (geometry.type !== 'Point') {
        const shape = geometry as unknown as Area['geometry'];
        areas.push({ code: place.code, name, note, geometry: shape, value: place.customers });
      } else if (place.longitude !== null && place.latitude !== null) {
        spots.push({ code: place.code, name, note, longitude: place.longitude, latitude: place.latitude });
      }
    }
    return { areas, spots };
  }, [features, nameOf, t]);
  return (
    <AreaMap
      label={t('grid.placesMap')}
      areas={areas}
      spots={spots}
      valueName={t('grid.customers')}
      format={format.count}
      height={300}
      {...(opens ? { onPick: (code: string) => void navigate(`/monitor/places/${code}`) } : {})}
    />
  );
}
