import 'maplibre-gl/dist/maplibre-gl.css';

import { useWords } from '@gridloop/i18n';
import { LngLatBounds, Map as MapLibre, Marker, NavigationControl, ScaleControl, setWorkerUrl, type StyleSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useRef, useState } from 'react';

import type { Place } from './places';
import style from './PlaceMap.module.css';

setWorkerUrl(workerUrl);

type LocatedPlace = Place & { longitude: number; latitude: number };

/** Room for the names at the edge. */
const EDGE = { top: 48, right: 72, bottom: 120, left: 72 };

/** Needs nothing from any network: no tiles, no glyphs, no sprites. */
const ground: StyleSpecification = {
  version: 8,
  sources: {},
  layers: [{ id: 'ground', type: 'background', paint: { 'background-color': '#e9eff2' } }],
};

interface Props {
  places: LocatedPlace[];
  chosen: string;
  onChoose: (code: string) => void;
}

/** Places as large buttons where they lie to each other. */
export default function PlaceMap({ places, chosen, onChoose }: Props) {
  const t = useWords('map');
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre | null>(null);
  useEffect(() => {
    if (!box.current) return;
    const made = new MapLibre({
      container: box.current,
      style: ground,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: 17,
    });
    made.touchZoomRotate.disableRotation();
    made.addControl(new NavigationControl({ showCompass: false }), 'bottom-right');
    made.addControl(new ScaleControl({ maxWidth: 150 }), 'bottom-left');
    setMap(made);
    return () => made.remove();
  }, []);
  useFit(map, places);
  useMarkers(map, places, chosen, onChoose);
  return <div ref={box} className={style.map} role="group" aria-label={t('label')} />;
}

function useFit(map: MapLibre | null, places: LocatedPlace[]) {
  const what = places.map((place) => place.code).join();
  useEffect(() => {
    if (!map || places.length === 0) return;
    const bounds = places.reduce((all, place) => all.extend([place.longitude, place.latitude]), new LngLatBounds());
    map.fitBounds(bounds, { padding: EDGE, maxZoom: 15, animate: false });
    // Moves when other places are shown, not when their customers change.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [map, what]);
}

function useMarkers(map: MapLibre | null, places: LocatedPlace[], chosen: string, onChoose: (code: string) => void) {
  const choose = useRef(onChoose);
  useEffect(() => {
    choose.current = onChoose;
  });
  useEffect(() => {
    if (!map) return;
    const markers = places.map((place) =>
      new Marker({ element: markerFor(place, place.code === chosen, () => choose.current(place.code)) })
        .setLngLat([place.longitude, place.latitude])
        .addTo(map),
    );
    return () => markers.forEach((marker) => marker.remove());
  }, [map, places, chosen]);
}

function markerFor(place: Place, chosen: boolean, onTap: () => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = [style.marker, place.late && style.late, chosen && style.chosen].filter(Boolean).join(' ');
  button.setAttribute('aria-label', `${place.name} ${place.orders.length}`);
  button.setAttribute('aria-pressed', String(chosen));
  const count = document.createElement('b');
  count.textContent = String(place.orders.length);
  const name = document.createElement('span');
  name.textContent = place.name;
  button.append(count, name);
  button.addEventListener('click', (event) => {
    event.stopPropagation();
    onTap();
  });
  return button;
}
