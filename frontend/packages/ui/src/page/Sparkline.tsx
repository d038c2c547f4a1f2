const WIDTH = 72;
const HEIGHT = 24;
const MARGIN = 2;

/** A line without axes: the shape of the last periods, for the eye only (the numbers stand elsewhere). */
export function Sparkline({ values }: { values: (number | null)[] }) {
  const known = values.filter((value): value is number => value != null);
  if (known.length < 2) return null;
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const points = values.flatMap((value, index) => {
    if (value == null) return [];
    const x = MARGIN + (index / (values.length - 1)) * (WIDTH - 2 * MARGIN);
    const y = HEIGHT - MARGIN - ((value - low) / span) * (HEIGHT - 2 * MARGIN);
    return [`${x.toFixed(1)},${y.toFixed(1)}`];
  });
  const drawn = { fill: 'none', stroke: 'var(--accent)', vectorEffect: 'non-scaling-stroke' } as const;
  return (
    // Where it is given more room it is drawn wider, its strokes as thick as before.
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points.join(' ')} strokeWidth="1.5" {...drawn} />
      <path d={`M${points.at(-1)}h.01`} strokeWidth="5" strokeLinecap="round" {...drawn} />
    </svg>
  );
}
