import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Stack } from '@gridloop/ui';

import type { Forecast } from '../campaigns';
import style from './Plan.module.css';

const STEPS = ['audience', 'allowed', 'targets', 'reached', 'successes'] as const;

interface Goals {
  goal_successes: number;
  goal_revenue_fen: number;
  budget_fen: number;
}

interface Props {
  forecast: Forecast;
  goals: Goals;
  /** What it rests on is open from the start: for whoever approves. */
  whole?: boolean;
}

/** What a plan is expected to do, against what it should do, and what that rests on. */
export function ForecastLines({ forecast, goals, whole = false }: Props) {
  const t = useWords('campaign');
  return (
    <Stack>
      <Money forecast={forecast} goals={goals} />
      <Steps forecast={forecast} />
      <details className={style.rest} open={whole}>
        <summary>{t('forecast.rest')}</summary>
        <Stack>
          <Rest forecast={forecast} />
        </Stack>
      </details>
    </Stack>
  );
}

function Money({ forecast, goals }: { forecast: Forecast; goals: Goals }) {
  const t = useWords('campaign');
  const format = useFormat();
  const against = (goal: string, known: boolean) => (known ? <div className={style.small}>{goal}</div> : null);
  return (
    <dl className={style.lines}>
      <dt>{t('forecast.successes')}</dt>
      <dd>
        <span className={style.strong}>{format.count(Math.round(forecast.successes))}</span>
        {against(t('forecast.goal', { goal: format.count(goals.goal_successes) }), goals.goal_successes > 0)}
      </dd>
      <dt>{t('forecast.revenue')}</dt>
      <dd>
        <span className={style.strong}>{format.shortMoney(forecast.revenue_fen)}</span>
        {against(t('forecast.goal', { goal: format.shortMoney(goals.goal_revenue_fen) }), goals.goal_revenue_fen > 0)}
      </dd>
      <dt>{t('forecast.cost')}</dt>
      <dd>
        <span className={forecast.within_budget ? style.strong : style.attention}>
          {format.shortMoney(forecast.cost_fen)}
        </span>
        {against(t('forecast.budget', { budget: format.shortMoney(goals.budget_fen) }), goals.budget_fen > 0)}
      </dd>
      <dt>{t('forecast.roi')}</dt>
      <dd>
        <span className={(forecast.roi ?? 0) < 0 ? style.attention : style.strong}>{format.percent(forecast.roi)}</span>
      </dd>
    </dl>
  );
}

/** From the audience to the successes, each as a share of the audience. */
function Steps({ forecast }: { forecast: Forecast }) {
  const t = useWords('campaign');
  const format = useFormat();
  const share = (value: number) => (forecast.audience > 0 ? value / forecast.audience : 0);
  return (
    <ol className={style.steps} aria-label={t('forecast.steps')}>
      {STEPS.map((step) => (
        <li key={step}>
          <span>{t(`forecast.${step}`)}</span>
          <span className={style.stepValue}>{format.count(Math.round(forecast[step]))}</span>
          <span className={style.stepShare}>{format.percent(share(forecast[step]))}</span>
          <span className={style.track} aria-hidden="true">
            <span style={{ width: `${share(forecast[step]) * 100}%` }} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function Rest({ forecast }: { forecast: Forecast }) {
  const t = useWords('campaign');
  const format = useFormat();
  const nameOf = useNameOf();
  const lost = Object.entries(forecast.verdicts).filter(([verdict]) => !['chosen', 'control'].includes(verdict));
  const rate = (code: string, value: number) =>
    code === 'contacts_per_target' ? format.number(value, 2) : format.percent(value);
  return (
    <>
      <dl className={style.lines}>
        <dt>{t('forecast.contacts')}</dt>
        <dd>{format.count(forecast.contacts)}</dd>
        <dt>{t('forecast.capacity')}</dt>
        <dd>{format.count(forecast.capacity)}</dd>
        <dt>{t('forecast.control')}</dt>
        <dd>{format.count(forecast.control)}</dd>
      </dl>
      {lost.length > 0 && (
        <div>
          <p className={style.part}>{t('forecast.lost')}</p>
          <dl className={style.lines}>
            {lost
              .sort(([, one], [, other]) => other - one)
              .map(([verdict, count]) => (
                <Line key={verdict} name={t(`verdict.${verdict}`)} value={format.count(count)} />
              ))}
          </dl>
        </div>
      )}
      <div>
        <p className={style.part}>{t('forecast.assumptions')}</p>
        <dl className={style.lines}>
          {forecast.assumptions.map((one) => (
            <Line
              key={one.code}
              name={`${nameOf(one)} · ${t(`forecast.source.${one.source}`, { tries: format.count(one.observations) })}`}
              value={rate(one.code, one.value)}
            />
          ))}
        </dl>
      </div>
      <p className={style.small}>{t('forecast.preparedAt', { time: format.dateTime(forecast.prepared_at) })}</p>
    </>
  );
}

function Line({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
