import { useWords } from '@gridloop/i18n';

import { useBoth } from '../parts/both';
import { Panel } from '../parts/Panel';
import type { Order } from '../store';
import style from './Script.module.css';
import { stepsOf } from './steps';

/** What to say, step by step, to be read aloud. */
export function Script({ order }: { order: Order }) {
  const t = useWords('customer');
  const both = useBoth();
  const steps = stepsOf(both(order.script));
  if (steps.length === 0) return null;
  return (
    <Panel title={t('say')}>
      <ol className={style.steps}>
        {steps.map((step, index) => (
          <li key={index}>
            <span aria-hidden="true">{index + 1}</span>
            <p>{step}</p>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
