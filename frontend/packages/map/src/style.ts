import { ramp, tokens } from '@gridloop/ui/tokens';
import type { FeatureCollection } from 'geojson';
import type { StyleSpecification } from 'maplibre-gl';

import type { Area, Spot } from './area';
import { classOf, coloursFor, quantileLimits } from './classes';

const NO_VALUE = '#eceff1';

export interface Scale {
  limits: number[];
  colours: string[];
}

/** Classes and colours for what is shown. */
export function scaleFor(areas: Area[]): Scale {
  const values = areas.flatMap((area) => (area.value === null ? [] : [area.value]));
  const limits = quantileLimits(values, ramp.length);
  return { limits, colours: coloursFor(limits.length + 1, ramp) };
}

/** Areas as features that know their own colour. */
export function areaFeatures(areas: Area[], scale: Scale): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: areas.map((area) => ({
      type: 'Feature',
      geometry: area.geometry,
      properties: {
        code: area.code,
        colour: area.value === null ? NO_VALUE : scale.colours[classOf(area.value, scale.limits)],
      },
    })),
  };
}

export function spotFeatures(spots: Spot[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: spots.map((spot) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [spot.longitude, spot.latitude] },
      properties: { code: spot.code, attention: spot.attention ?? false },
    })),
  };
}

const nothing: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** A map style that needs nothing from any network: no tiles, no glyphs, no sprites. */
export const localStyle: StyleSpecification = {
  version: 8,
  sources: {
    areas: { type: 'geojson', data: nothing },
    spots: { type: 'geojson', data: nothing },
  },
  layers: [
    { id: 'ground', type: 'background', paint: { 'background-color': '#f7f9fa' } },
    { id: 'areas', type: 'fill', source: 'areas', paint: { 'fill-color': ['get', 'colour'] } },
    { id: 'borders', type: 'line', source: 'areas', paint: { 'line-color': '#ffffff', 'line-width': 1 } },
    {
      id: 'chosen',
      type: 'line',
      source: 'areas',
      filter: ['==', ['get', 'code'], ''],
      paint: { 'line-color': tokens.ink, 'line-width': 2.5 },
    },
    {
      id: 'spots',
      type: 'circle',
      source: 'spots',
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 9, 2, 14, 6],
        'circle-color': ['case', ['get', 'attention'], tokens.attention, tokens.ink],
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 1,
      },
    },
  ],
};
