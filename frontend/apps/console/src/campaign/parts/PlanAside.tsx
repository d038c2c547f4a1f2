import { useFormat, useWords } from '@gridloop/i18n';
import { ErrorState, Loading, ProblemAlert, State, type Tone } from '@gridloop/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Grid } from 'antd';
import type { ReactNode } from 'react';

import type { Forecast } from '../campaigns';
import type { Draft } from '../draft';
import type { Check, Verdict } from '../readiness';
import { ForecastLines } from './ForecastLines';
import style from './Plan.module.css';

const TONES: Record<Verdict, Tone> = { ready: 'done', missing: 'attention', doubt: 'idle' };

interface Props {
  draft: Draft;
  foretold: UseQueryResult<Forecast>;
  /** Nothing can be foretold before this is chosen. */
  waitsFor: string | null;
  checks: Check[];
  changed: boolean;
  busy: boolean;
  problem: unknown;
  onSave: () => void;
  onSubmit: () => void;
}

/** Always in view: the forecast, what is still missing, and the way on. On a narrow screen a bar at the bottom. */
export function PlanAside(props: Props) {
  const wide = Grid.useBreakpoint().xl ?? true;
  return wide ? <SidePanel {...props} /> : <BottomBar {...props} />;
}

function SidePanel(props: Props) {
  const t = useWords('campaign');
  return (
    <aside className={style.aside} aria-label={t('forecast.title')} tabIndex={0}>
      <div className={style.panel}>
        <h2 className={style.panelTitle}>{t('forecast.title')}</h2>
        <div className={style.panelBody}>
          <Buttons {...props} />
          <Checks checks={props.checks.filter((check) => check.verdict !== 'ready')} />
          <Foretold {...props} />
          <details className={style.rest}>
            <summary>{t('ready.title')}</summary>
            <Checks checks={props.checks.filter((check) => check.verdict === 'ready')} />
          </details>
        </div>
      </div>
    </aside>
  );
}

function BottomBar(props: Props) {
  const t = useWords('campaign');
  const format = useFormat();
  const forecast = props.waitsFor ? undefined : props.foretold.data;
  const figure = (name: string, value: string) => (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
  return (
    <aside className={style.bar} aria-label={t('forecast.title')}>
      <dl className={style.barFigures} aria-busy={props.foretold.isFetching}>
        {figure(t('forecast.targets'), format.count(forecast?.targets))}
        {figure(t('forecast.successes'), format.count(forecast && Math.round(forecast.successes)))}
        {figure(t('forecast.cost'), format.shortMoney(forecast?.cost_fen))}
        {figure(t('forecast.roi'), format.percent(forecast?.roi))}
      </dl>
      <details>
        <summary>{t('forecast.more')}</summary>
        <div className={style.panelBody}>
          <Checks checks={props.checks.filter((check) => check.verdict !== 'ready')} />
          <Foretold {...props} />
          <h3 className={style.part}>{t('ready.title')}</h3>
          <Checks checks={props.checks.filter((check) => check.verdict === 'ready')} />
        </div>
      </details>
      <Buttons {...props} />
    </aside>
  );
}

function Foretold({ draft, foretold, waitsFor }: Props): ReactNode {
  if (waitsFor) return <p>{waitsFor}</p>;
  if (foretold.isError) return <ErrorState error={foretold.error} onRetry={() => void foretold.refetch()} />;
  if (!foretold.data) return <Loading rows={6} />;
  return (
    <div aria-busy={foretold.isFetching} className={foretold.isFetching ? style.stale : ''}>
      <ForecastLines forecast={foretold.data} goals={draft} />
    </div>
  );
}

function Checks({ checks }: { checks: Check[] }) {
  const t = useWords('campaign');
  if (checks.length === 0) return null;
  return (
    <ul className={style.checks}>
      {checks.map((check) => (
        <li key={check.name}>
          <a href={`#plan-${check.where}`}>
            <State tone={TONES[check.verdict]}>{t(`ready.${check.verdict}.${check.name}`)}</State>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Buttons({ changed, busy, problem, checks, onSave, onSubmit }: Props) {
  const t = useWords('campaign');
  const missing = checks.filter((check) => check.verdict === 'missing').length;
  return (
    <div>
      <div className={style.buttons}>
        <Button type="primary" disabled={missing > 0} loading={busy} onClick={onSubmit}>
          {t('plan.submit')}
        </Button>
        <Button disabled={!changed} loading={busy} onClick={onSave}>
          {t('plan.save')}
        </Button>
      </div>
      <p className={style.small} aria-live="polite">
        {missing > 0 ? t('ready.missingCount', { count: missing }) : t('ready.all')}
        {changed && ` · ${t('plan.unsaved')}`}
      </p>
      {problem ? <ProblemAlert error={problem} /> : null}
    </div>
  );
}
