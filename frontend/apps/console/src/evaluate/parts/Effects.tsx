import { useFormat, useWords, type Format, type Say } from '@gridloop/i18n';
import { EmptyState } from '@gridloop/ui';

import type { Effect, Result } from '../results';
import style from './Interval.module.css';
import { IntervalPlot } from './IntervalPlot';
import { VerdictMark } from './VerdictMark';

/** Each measure: treated against control, the difference drawn with its interval. */
export function Effects({ result }: { result: Result }) {
  const t = useWords('evaluate');
  if (!result.effects.length) return <EmptyState title={t('effect.none')} hint={t('effect.noneHint')} />;
  return (
    <>
      {result.effects.map((effect) => (
        <OneEffect key={effect.measure} effect={effect} />
      ))}
    </>
  );
}

function OneEffect({ effect }: { effect: Effect }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const arm = (value: number) => sayArm(effect, value, format);
  return (
    <div className={style.effect}>
      <div className={style.head}>
        <h3 className={style.name}>{t(`effect.measures.${effect.measure}`)}</h3>
        <VerdictMark verdict={effect.verdict} text={t(`verdict.${effect.verdict}.short`)} />
      </div>
      <p className={style.arms}>{t('effect.arms', { treated: arm(effect.treated), control: arm(effect.control) })}</p>
      <IntervalPlot
        label={effect.sentence}
        interval={effect.difference}
        verdict={effect.verdict}
        say={(value) => sayDifference(effect, value, format, t)}
      />
      <div className={style.sides}>
        <span>← {t('effect.fewer')}</span>
        <span>{t('effect.more')} →</span>
      </div>
      <p>{effect.sentence}</p>
    </div>
  );
}

function sayArm({ measure }: Effect, value: number, format: Format): string {
  return measure === 'revenue_per_target' ? format.money(value) : format.percent(value);
}

function sayDifference({ measure }: Effect, value: number, format: Format, t: Say): string {
  if (measure !== 'revenue_per_target') return format.points(value);
  return value > 0 ? t('interval.plus', { value: format.money(value) }) : format.money(value);
}
