import { useWords } from '@gridloop/i18n';
import { tokens } from '@gridloop/ui';
import { Link } from 'react-router';

import type { Lineage } from '../datasets';
import { fitting } from '../fitting';
import { layersOf } from '../layers';
import { useTitles } from '../titles';
import style from './LineageGraph.module.css';

const BOX = { width: 170, height: 26, across: 230, down: 36, margin: 8 };

interface Spot {
  x: number;
  y: number;
}

/** The flow as a picture; the same edges stand as a list below it. */
export function LineageGraph({ lineage }: { lineage: Lineage }) {
  const t = useWords('lake');
  const title = useTitles();
  const layers = layersOf(lineage);
  const spots = new Map<string, Spot>();
  layers.forEach((layer, column) =>
    layer.forEach((name, row) =>
      spots.set(name, { x: BOX.margin + column * BOX.across, y: BOX.margin + row * BOX.down }),
    ),
  );
  const width = layers.length * BOX.across;
  const height = Math.max(...layers.map((layer) => layer.length)) * BOX.down + 2 * BOX.margin;
  const address = (name: string) =>
    name.startsWith('feed:') ? `/lake/feeds/${name.slice(5)}` : `/lake/lineage?of=${name}`;
  return (
    <div className={style.scroll} tabIndex={0} role="group" aria-label={t('lineage.picture')}>
      <svg width={width} height={height}>
        {lineage.edges.map((edge) => (
          <path
            key={`${edge.kind} ${edge.source} ${edge.target}`}
            d={curve(spots.get(edge.kind === 'feed' ? `feed:${edge.source}` : edge.source), spots.get(edge.target))}
            fill="none"
            stroke="#b4c8ce"
            strokeWidth="1.2"
          />
        ))}
        {[...spots].map(([name, { x, y }]) => (
          <Link key={name} className={style.box} to={address(name)}>
            <rect
              x={x}
              y={y}
              width={BOX.width}
              height={BOX.height}
              rx="3"
              fill={name.startsWith('feed:') ? tokens.ground : tokens.accentSoft}
              stroke={tokens.line}
            />
            <text x={x + 10} y={y + 17} fontSize="12" fill={tokens.ink}>
              {fitting(title(name), BOX.width - 20)}
              <title>{title(name)}</title>
            </text>
          </Link>
        ))}
      </svg>
    </div>
  );
}

function curve(from: Spot | undefined, to: Spot | undefined): string {
  if (!from || !to) return '';
  const start = { x: from.x + BOX.width, y: from.y + BOX.height / 2 };
  const end = { x: to.x, y: to.y + BOX.height / 2 };
  const bend = (start.x + end.x) / 2;
  return `M${start.x},${start.y} C${bend},${start.y} ${bend},${end.y} ${end.x},${end.y}`;
}
