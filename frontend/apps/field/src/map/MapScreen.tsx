import { useWords } from '@gridloop/i18n';
import { lazy, Suspense, useMemo } from 'react';
import { useSearchParams } from 'react-router';

import { Empty } from '../parts/Empty';
import { Icon } from '../parts/Icon';
import { OrderLine } from '../parts/OrderLine';
import { Screen } from '../parts/Screen';
import { useDayWork } from '../store';
import style from './MapScreen.module.css';
import { MapBoundary } from './MapBoundary';
import { isLocated, placesOf, type Place } from './places';

const PlaceMap = lazy(() => import('./PlaceMap'));

/** Where today's customers are. */
export function MapScreen() {
  const t = useWords('map');
  const work = useDayWork();
  const [search, setSearch] = useSearchParams();
  const places = useMemo(() => (work ? placesOf([...work.overdue, ...work.today], work.day) : []), [work]);
  const located = useMemo(() => places.filter(isLocated), [places]);
  const chosen = search.get('place') ?? '';
  const choose = (code: string) => setSearch(code === chosen ? {} : { place: code }, { replace: true });
  return (
    <Screen title={t('title')}>
      {work && places.length === 0 && <Empty icon="map" title={t('nothing')} hint={t('nothingHint')} />}
      {located.length > 0 && (
        <MapBoundary>
          <div className={style.frame}>
            <Suspense fallback={null}>
              <PlaceMap places={located} chosen={chosen} onChoose={choose} />
            </Suspense>
          </div>
        </MapBoundary>
      )}
      {work && (
        <ul className={style.places}>
          {places.map((place) => (
            <PlaceLine key={place.code} place={place} open={place.code === chosen} day={work.day} onChoose={choose} />
          ))}
        </ul>
      )}
    </Screen>
  );
}

interface LineProps {
  place: Place;
  open: boolean;
  day: string;
  onChoose: (code: string) => void;
}

function PlaceLine({ place, open, day, onChoose }: LineProps) {
  const t = useWords('map');
  return (
    <li className={style.place}>
      <button type="button" className={style.head} aria-expanded={open} onClick={() => onChoose(place.code)}>
        <span className={place.late ? style.lateCount : style.count}>{place.orders.length}</span>
        <strong>{place.name || t('noPlace')}</strong>
        <Icon name={open ? 'down' : 'right'} size={1} />
      </button>
      {open && (
        <ul className={style.orders}>
          {place.orders.map((order) => (
            <OrderLine key={order.id} order={order} today={day} />
          ))}
        </ul>
      )}
    </li>
  );
}
