import { useFormat } from '@gridloop/i18n';
import { Link } from 'react-router';

import style from './Chart.module.css';

export interface FunnelStep {
  name: string;
  value: number;
  /** Where the rows behind the number are. */
  to?: string;
}

/** Steps that each keep a part of the one before; shares are of the first step. */
export function Funnel({ label, steps }: { label: string; steps: FunnelStep[] }) {
  const format = useFormat();
  const first = steps[0]?.value ?? 0;
  const share = (value: number) => (first > 0 ? value / first : 0);
  return (
    <ol className={style.funnel} aria-label={label}>
      {steps.map((step) => (
        <li key={step.name} className={style.step}>
          <span>{step.name}</span>
          <div className={style.stepTrack} aria-hidden="true">
            <div className={style.stepBar} style={{ width: `${share(step.value) * 100}%` }} />
          </div>
          <span className={style.stepValue}>
            {step.to ? <Link to={step.to}>{format.count(step.value)}</Link> : format.count(step.value)}
          </span>
          <span className={style.stepShare}>{first > 0 ? format.percent(share(step.value)) : ''}</span>
        </li>
      ))}
    </ol>
  );
}
