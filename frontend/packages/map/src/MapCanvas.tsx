import 'maplibre-gl/dist/maplibre-gl.css';

import { Map as MapLibre, Marker, NavigationControl, setWorkerUrl, type GeoJSONSource } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useRef, useState } from 'react';

import type { Area, Spot } from './area';
import { boxAround, middleOf } from './bounds';
import { withoutOverlap } from './labels';
import style from './Map.module.css';
import { areaFeatures, localStyle, spotFeatures, type Scale } from './style';

setWorkerUrl(workerUrl);

const NAMES_AT_MOST = 90;
const WIDE = 560;
const LEGEND_WIDTH = 150;

export interface Pointed {
  code: string;
  x: number;
  y: number;
}

export interface CanvasProps {
  label: string;
  areas: Area[];
  spots: Spot[];
  scale: Scale;
  chosen: string | undefined;
  onPick: ((code: string) => void) | undefined;
  onPoint: (pointed: Pointed | null) => void;
}

/** The drawn part of the map. Loaded only where a map is shown. */
export default function MapCanvas(props: CanvasProps) {
  const place = useRef<HTMLDivElement>(null);
  const map = useMap(place, props);
  useShapes(map, props);
  useNames(map, props.areas);
  return <div ref={place} className={style.canvas} />;
}

function useMap(place: React.RefObject<HTMLDivElement | null>, { label, onPick, onPoint }: CanvasProps) {
  const [map, setMap] = useState<MapLibre | null>(null);
  const handlers = useRef({ onPick, onPoint });
  useEffect(() => {
    handlers.current = { onPick, onPoint };
  });
  useEffect(() => {
    if (!place.current) return;
    const made = new MapLibre({
      container: place.current,
      style: localStyle,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      cooperativeGestures: false,
      locale: { 'Map.Title': label },
    });
    made.getCanvas().setAttribute('role', 'application');
    made.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    for (const layer of ['areas', 'spots']) {
      made.on('mousemove', layer, (event) => {
        const code = event.features?.[0]?.properties?.code as string | undefined;
        if (code) handlers.current.onPoint({ code, x: event.point.x, y: event.point.y });
        made.getCanvas().style.cursor = handlers.current.onPick ? 'pointer' : '';
      });
      made.on('mouseleave', layer, () => {
        handlers.current.onPoint(null);
        made.getCanvas().style.cursor = '';
      });
    }
    made.on('click', (event) => {
      const [top] = made.queryRenderedFeatures(event.point, { layers: ['spots', 'areas'] });
      if (top) handlers.current.onPick?.(top.properties.code as string);
    });
    made.on('load', () => setMap(made));
    return () => {
      setMap(null);
      made.remove();
    };
  }, [place, label]);
  return map;
}

function useShapes(map: MapLibre | null, { areas, spots, scale, chosen }: CanvasProps) {
  const shown = useRef('');
  useEffect(() => {
    if (!map) return;
    (map.getSource('areas') as GeoJSONSource).setData(areaFeatures(areas, scale));
    (map.getSource('spots') as GeoJSONSource).setData(spotFeatures(spots));
    const box = boxAround(areas, spots);
    // Moves only when something else is shown, not when values change.
    const what = [...areas, ...spots].map((one) => one.code).join();
    if (box && what !== shown.current)
      map.fitBounds(box, { padding: paddingFor(map, areas), animate: false, maxZoom: 15 });
    shown.current = what;
  }, [map, areas, spots, scale]);
  useEffect(() => {
    map?.setFilter('chosen', ['==', ['get', 'code'], chosen ?? '']);
  }, [map, chosen]);
}

/** Room for the legend, which stands on the left of a wide map. */
function paddingFor(map: MapLibre, areas: Area[]) {
  const legend = areas.length > 0 && map.getContainer().clientWidth > WIDE;
  return { top: 20, bottom: 20, right: 48, left: legend ? LEGEND_WIDTH : 20 };
}

/** Names as HTML, so that no glyphs are needed; only where few enough areas are in sight. */
function useNames(map: MapLibre | null, areas: Area[]) {
  useEffect(() => {
    if (!map) return;
    const places = areas.map((area) => ({ name: area.name, at: middleOf(area) }));
    let markers: Marker[] = [];
    const clear = () => {
      markers.forEach((marker) => marker.remove());
      markers = [];
    };
    const draw = () => {
      clear();
      const bounds = map.getBounds();
      const inSight = places.filter(({ at }) => bounds.contains(at));
      if (inSight.length > NAMES_AT_MOST) return;
      const spread = withoutOverlap(inSight.map(({ name, at }) => ({ name, at, ...map.project(at) })));
      markers = spread.map(({ name, at }) => nameMarker(name, at).addTo(map));
    };
    draw();
    map.on('moveend', draw);
    return () => {
      map.off('moveend', draw);
      clear();
    };
  }, [map, areas]);
}

function nameMarker(name: string, at: [number, number]): Marker {
  const element = document.createElement('span');
  element.className = style.name ?? '';
  element.textContent = name;
  element.setAttribute('aria-hidden', 'true');
  return new Marker({ element }).setLngLat(at);
}
