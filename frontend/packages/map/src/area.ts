import type { MultiPolygon, Polygon } from 'geojson';

/** A surface with a value: a grid, a branch. */
export interface Area {
  code: string;
  name: string;
  geometry: Polygon | MultiPolygon;
  value: number | null;
  /** Said below the value when the pointer is over it. */
  note?: string;
}

/** A point: a place, a customer's door. */
export interface Spot {
  code: string;
  name: string;
  longitude: number;
  latitude: number;
  note?: string;
  /** Somebody has to do something here. */
  attention?: boolean;
}
