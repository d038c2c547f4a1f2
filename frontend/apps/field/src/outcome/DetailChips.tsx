import { useWords } from '@gridloop/i18n';
import { useEffect, useRef } from 'react';

import { useBestTimeName } from '../parts/best-time-names';
import { useBoth } from '../parts/both';
import { Chips } from '../parts/Chips';
import { dayAfter, useDayNames } from '../parts/day-names';
import { Panel } from '../parts/Panel';
import { BEST_TIMES, OBJECTIONS, useWordList, type Outcome } from '../store';
import { ContractMonths } from './ContractMonths';
import { questionsFor, type Details } from './questions';

const DAYS = [0, 1, 2, 3, 5, 7];

interface Props {
  outcome: Outcome;
  details: Details;
  today: string;
  onChange: (details: Details) => void;
}

/** What may be added with a tap each; none of it has to be. */
export function DetailChips({ outcome, details, today, onChange }: Props) {
  const t = useWords('outcome');
  const both = useBoth();
  const bestTime = useBestTimeName();
  const days = useDayNames();
  const competitors = useWordList('competitors').items;
  const asked = questionsFor(outcome, details);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'end', behavior: 'smooth' });
  }, [outcome]);
  if (asked.length === 0) return null;
  const change = (part: Details) => onChange({ ...details, ...part });
  const dayChips = DAYS.map((after) => dayAfter(today, after)).map((day, index) => ({
    value: day,
    name: index === 0 ? t('laterToday') : index < 2 ? days.near(day, today) : days.full(day),
  }));
  return (
    <div ref={place} style={{ scrollMarginBottom: '7rem' }}>
      <Panel>
        {asked.includes('objection') && (
          <Chips
            title={t('objectionTitle')}
            hint={t('optional')}
            chips={OBJECTIONS.map((value) => ({ value, name: t(`objection.${value}`) }))}
            chosen={details.objection}
            onChoose={(objection) => change({ objection })}
          />
        )}
        {asked.includes('competitor') && competitors.length > 0 && (
          <Chips
            title={t('competitorTitle')}
            chips={competitors.map((one) => ({ value: one.code, name: both(one) }))}
            chosen={details.competitor}
            onChoose={(competitor) => change({ competitor })}
          />
        )}
        {asked.includes('contract_end') && (
          <ContractMonths today={today} chosen={details.contractEnd} onChoose={(contractEnd) => change({ contractEnd })} />
        )}
        {asked.includes('next_on') && (
          <Chips
            title={t('nextTitle')}
            hint={t('optional')}
            chips={dayChips}
            chosen={details.nextOn}
            onChoose={(nextOn) => change({ nextOn })}
          />
        )}
        {asked.includes('best_time') && (
          <Chips
            title={t('bestTitle')}
            chips={BEST_TIMES.map((value) => ({ value, name: bestTime(value) }))}
            chosen={details.bestTime}
            onChoose={(time) => change({ bestTime: time })}
          />
        )}
      </Panel>
    </div>
  );
}
