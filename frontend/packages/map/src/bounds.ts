import type { Position } from 'geojson';

import type { Area, Spot } from './area';

export type Box = [west: number, south: number, east: number, north: number];

function ringsOf(area: Area): Position[][] {
  return area.geometry.type === 'Polygon' ? area.geometry.coordinates : area.geometry.coordinates.flat();
}

/** The box around everything shown; null when nothing is. */
export function boxAround(areas: Area[], spots: Spot[]): Box | null {
  const points: Position[] = [
    ...areas.flatMap((area) => ringsOf(area).flat()),
    ...spots.map((spot) => [spot.longitude, spot.latitude]),
  ];
  if (points.length === 0) return null;
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x = 0, y = 0] of points) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** Where a name may stand: inside the area, in the middle of its widest part at half height. */
export function middleOf(area: Area): [number, number] {
  const rings = ringsOf(area);
  const [west, south, east, north] = boxAround([area], []) ?? [0, 0, 0, 0];
  const y = (south + north) / 2;
  const crossings = rings.flatMap((ring) => crossingsAt(ring, y)).sort((a, b) => a - b);
  let best: [number, number] = [west, east];
  let widest = 0;
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    const [from = 0, to = 0] = crossings.slice(index, index + 2);
    if (to - from > widest) {
      widest = to - from;
      best = [from, to];
    }
  }
  return [(best[0] + best[1]) / 2, y];
}

/** Where the border of a ring meets a line of latitude. */
function crossingsAt(ring: Position[], y: number): number[] {
  return ring.slice(1).flatMap(([x2 = 0, y2 = 0], index) => {
    const [x1 = 0, y1 = 0] = ring[index] ?? [];
    return y1 > y === y2 > y ? [] : [x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)];
  });
}
