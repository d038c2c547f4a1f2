import type { Area } from './area';
import style from './Map.module.css';
import type { Scale } from './style';

interface Props {
  name: string;
  areas: Area[];
  scale: Scale;
  format: (value: number) => string;
}

/** Which colour means which values. */
export function Legend({ name, areas, scale, format }: Props) {
  const values = areas.flatMap((area) => (area.value === null ? [] : [area.value]));
  if (values.length === 0) return null;
  const edges = [Math.min(...values), ...scale.limits, Math.max(...values)];
  return (
    <div className={style.legend}>
      <p>{name}</p>
      <ul>
        {scale.colours.map((colour, index) => (
          <li key={colour}>
            <i style={{ background: colour }} />
            {format(edges[index] ?? 0)} – {format(edges[index + 1] ?? 0)}
          </li>
        ))}
      </ul>
    </div>
  );
}
