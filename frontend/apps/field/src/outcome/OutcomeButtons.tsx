import { useWords } from '@gridloop/i18n';

import { Icon } from '../parts/Icon';
import { outcomeIcon, useOutcomeName } from '../parts/outcome-names';
import { OUTCOMES, type Channel, type Outcome } from '../store';
import style from './OutcomeButtons.module.css';

interface Props {
  channel: Channel;
  chosen: Outcome | undefined;
  onChoose: (outcome: Outcome) => void;
}

/** Seven outcomes, each a target that a cold thumb finds. */
export function OutcomeButtons({ channel, chosen, onChoose }: Props) {
  const t = useWords('outcome');
  const name = useOutcomeName();
  return (
    <div className={style.grid} role="radiogroup" aria-label={t('what')}>
      {OUTCOMES.map((outcome) => (
        <button
          key={outcome}
          type="button"
          role="radio"
          aria-checked={outcome === chosen}
          className={style.outcome}
          data-outcome={outcome}
          onClick={() => onChoose(outcome)}
        >
          <Icon name={outcomeIcon(outcome, channel)} size={1.5} />
          <span>{name(outcome, channel)}</span>
        </button>
      ))}
    </div>
  );
}
