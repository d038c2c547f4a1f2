import { useWords } from '@gridloop/i18n';

import type { Interval } from '../results';
import style from './Interval.module.css';

interface Props {
  interval: Interval | null | undefined;
  say: (value: number) => string;
}

/** An estimate with the ends of its interval below: never the one without the other. */
export function IntervalText({ interval, say }: Props) {
  const t = useWords('evaluate');
  if (!interval) return '–';
  return (
    <>
      <span className={style.estimate}>{say(interval.estimate)}</span>
      <span className={style.range}>{t('interval.range', { low: say(interval.low), high: say(interval.high) })}</span>
    </>
  );
}
