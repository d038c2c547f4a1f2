import { useFormat } from '@gridloop/i18n';
import { Children, type CSSProperties, type ReactNode } from 'react';
import { Link } from 'react-router';

import style from './Figure.module.css';
import { Sparkline } from './Sparkline';

interface Props {
  label: string;
  /** Already formatted for the reader. */
  value: string;
  unit?: string;
  /** Where the rows behind the number are. */
  to?: string;
  /** Change against the period before, as a share. */
  change?: number | null;
  /** Says the change otherwise than as a share: points of a percentage. */
  changeText?: string;
  /** Values of the periods before, oldest first. */
  trend?: (number | null)[];
  note?: ReactNode;
  /** Somebody has to do something about this number. */
  attention?: boolean;
  /** This is the number that the rest of the screen is about. */
  chosen?: boolean;
}

/** One number with its unit, its change and its way to the rows behind it. */
export function Figure({
  label,
  value,
  unit,
  to,
  change,
  changeText,
  trend,
  note,
  attention = false,
  chosen = false,
}: Props) {
  const format = useFormat();
  const changed = changeText ?? format.change(change);
  const number = (
    <span className={attention ? style.attention : style.value}>
      {value}
      {unit && <span className={style.unit}>{unit}</span>}
    </span>
  );
  return (
    <div className={chosen ? `${style.figure} ${style.chosen}` : style.figure} aria-current={chosen || undefined}>
      <dt className={style.label}>{label}</dt>
      <dd className={style.number}>
        {to ? <Link to={to}>{number}</Link> : number}
        {trend && trend.length > 1 && <Sparkline values={trend} />}
      </dd>
      {(change != null || note) && (
        <dd className={style.note}>
          {change != null && (
            <span>
              {markOf(change, changed)} {changed}
            </span>
          )}
          {note && <span>{note}</span>}
        </dd>
      )}
    </div>
  );
}

/** Up, down, or none where the change rounds to nothing. */
function markOf(change: number, said: string): string {
  if (!/[1-9]/.test(said)) return '■';
  return change > 0 ? '▲' : '▼';
}

const ONE_ROW = 6;

/** Figures side by side: one row, or two rows of the same length where there are many. */
export function Figures({ children }: { children: ReactNode }) {
  const count = Children.toArray(children).length;
  const columns = count <= ONE_ROW ? count : Math.ceil(count / 2);
  return (
    <dl className={style.figures} style={{ '--columns': columns } as CSSProperties}>
      {children}
    </dl>
  );
}
