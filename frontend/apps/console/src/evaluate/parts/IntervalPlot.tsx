import { useWords } from '@gridloop/i18n';

import type { Interval, Verdict } from '../results';
import style from './Interval.module.css';

interface Props {
  /** What the drawing shows, said in a sentence. */
  label: string;
  interval: Interval;
  verdict: Verdict;
  say: (value: number) => string;
}

const HEIGHT = 58;
const LINE = 30;
const CAP = 6;
/** Air at both ends, as a part of what is drawn. */
const AIR = 0.14;
/** Two texts of one line that are closer than this (per cent of the width) would touch. */
const APART = 16;

/** The interval of a difference: a dot with whiskers on a line on which zero is marked. */
export function IntervalPlot({ label, interval, verdict, say }: Props) {
  const t = useWords('evaluate');
  const at = scaleOf(interval);
  const [low, dot, high, zero] = [at(interval.low), at(interval.estimate), at(interval.high), at(0)];
  const colour = COLOURS[verdict] ?? 'var(--ink-soft)';
  const ends = high - low >= APART;
  return (
    <svg className={style.plot} width="100%" height={HEIGHT} role="img" aria-label={label}>
      <line className={style.track} x1="0%" x2="100%" y1={LINE} y2={LINE} />
      <line className={style.zero} x1={percent(zero)} x2={percent(zero)} y1={8} y2={LINE + 12} />
      <g stroke={colour} strokeWidth={2.5}>
        <line x1={percent(low)} x2={percent(high)} y1={LINE} y2={LINE} />
        <line x1={percent(low)} x2={percent(low)} y1={LINE - CAP} y2={LINE + CAP} />
        <line x1={percent(high)} x2={percent(high)} y1={LINE - CAP} y2={LINE + CAP} />
      </g>
      <circle cx={percent(dot)} cy={LINE} r={6} fill={colour} stroke="var(--surface)" strokeWidth={1.5} />
      <text className={style.value} x={percent(dot)} y={14} textAnchor="middle">
        {say(interval.estimate)}
      </text>
      {ends && <Below at={low} text={say(interval.low)} />}
      {ends && <Below at={high} text={say(interval.high)} />}
      {!ends && <Below at={dot} text={t('interval.span', { low: say(interval.low), high: say(interval.high) })} />}
      {[low, high, dot].every((one) => Math.abs(one - zero) >= APART / 2) && <Below at={zero} text="0" />}
    </svg>
  );
}

const COLOURS: Partial<Record<Verdict, string>> = { gain: 'var(--accent)', loss: 'var(--attention)' };

function Below({ at, text }: { at: number; text: string }) {
  return (
    <text x={percent(at)} y={HEIGHT - 4} textAnchor="middle">
      {text}
    </text>
  );
}

function percent(at: number): string {
  return `${at.toFixed(2)}%`;
}

/** Where a value stands, in per cent of the width; zero is always on it. */
function scaleOf({ low, high }: Interval): (value: number) => number {
  const from = Math.min(low, 0);
  const span = Math.max(high, 0) - from || 1;
  return (value) => ((AIR + (value - from) / span) / (1 + 2 * AIR)) * 100;
}
