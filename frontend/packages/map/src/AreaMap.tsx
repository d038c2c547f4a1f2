import { lazy, Suspense, useMemo, useState } from 'react';

import type { Area, Spot } from './area';
import { Legend } from './Legend';
import style from './Map.module.css';
import type { Pointed } from './MapCanvas';
import { scaleFor } from './style';

const MapCanvas = lazy(() => import('./MapCanvas'));
const NOTHING: never[] = [];

interface Props {
  /** What the map shows. The same values belong in a table near it. */
  label: string;
  areas?: Area[];
  spots?: Spot[];
  /** Name of the value of the areas; no legend without it. */
  valueName?: string;
  format?: (value: number) => string;
  chosen?: string;
  onPick?: (code: string) => void;
  height?: number;
}

/** Areas coloured by a value, and points, from our own data alone. */
export function AreaMap(props: Props) {
  const { label, areas = NOTHING, spots = NOTHING, valueName, format = String, chosen, onPick, height = 460 } = props;
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const scale = useMemo(() => scaleFor(areas), [areas]);
  return (
    <div className={style.map}>
      <div className={style.drawing} style={{ height }}>
        <Suspense fallback={null}>
          <MapCanvas {...{ label, areas, spots, scale, chosen, onPick }} onPoint={setPointed} />
        </Suspense>
        {pointed && <Hint pointed={pointed} areas={areas} spots={spots} format={format} />}
      </div>
      {valueName && areas.length > 0 && <Legend name={valueName} areas={areas} scale={scale} format={format} />}
    </div>
  );
}

interface HintProps {
  pointed: Pointed;
  areas: Area[];
  spots: Spot[];
  format: (value: number) => string;
}

function Hint({ pointed, areas, spots, format }: HintProps) {
  const area = areas.find((one) => one.code === pointed.code);
  const it = area ?? spots.find((one) => one.code === pointed.code);
  if (!it) return null;
  return (
    <div className={style.hint} style={{ left: pointed.x, top: pointed.y }}>
      <strong>{it.name}</strong>
      {area && <span>{area.value === null ? '–' : format(area.value)}</span>}
      {it.note && <span>{it.note}</span>}
    </div>
  );
}
