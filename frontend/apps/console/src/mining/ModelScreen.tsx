import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import {
  BarChart,
  Columns,
  EmptyState,
  Facts,
  Figure,
  Figures,
  Loaded,
  PageHeader,
  Section,
  XYChart,
} from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useParams } from 'react-router';

import { modelDetail, modelNamed, type ModelDetail, type ModelName } from './models';
import { DecileTable } from './parts/DecileTable';
import { Effect } from './parts/Effect';
import { Leaks } from './parts/Leaks';
import { Versions } from './parts/Versions';

const TOP_FEATURES = 12;

/** One model: may it be trusted, what does it look at, what does a contact add. */
export function Component() {
  const t = useWords('mining');
  const name = modelNamed(useParams().name);
  return name ? <Model name={name} /> : <EmptyState title={t('model.unknown')} />;
}

function Model({ name }: { name: ModelName }) {
  const t = useWords('mining');
  const detail = useQuery(modelDetail(name));
  const header = <PageHeader title={t(`model.names.${name}`)} crumbs={[{ label: t('models.title'), to: '/mining' }]} />;
  return (
    <Loaded query={detail} header={header}>
      {(model) => <Detail model={model} />}
    </Loaded>
  );
}

function Detail({ model }: { model: ModelDetail }) {
  const t = useWords('mining');
  const nameOf = useNameOf();
  return (
    <>
      <PageHeader
        title={nameOf(model)}
        lead={t(`model.foretells.${model.name}`)}
        crumbs={[{ label: t('models.title'), to: '/mining' }]}
        actions={<Link to={`/mining/models/${model.name}/customers`}>{t('model.whom')}</Link>}
      />
      <Quality model={model} />
      <Columns>
        <Section title={t('calibration.title')} lead={t('calibration.lead')}>
          <Calibration model={model} />
        </Section>
        <Section title={t('features.title')} lead={t('features.lead')}>
          <Features model={model} />
        </Section>
      </Columns>
      <DecileTable name={model.name} />
      <Columns>
        <Section title={t('effect.title')} lead={t('effect.lead')}>
          <Effect model={model} />
        </Section>
        <div>
          <Leaks model={model} />
          <Section title={t('provenance.title')}>
            <Provenance model={model} />
          </Section>
          <Versions model={model} />
        </div>
      </Columns>
    </>
  );
}

function Quality({ model }: { model: ModelDetail }) {
  const t = useWords('mining');
  const format = useFormat();
  return (
    <Figures>
      <Figure
        label={t('model.auc')}
        value={format.fixed(model.auc, 3)}
        note={t(`model.validations.${model.validation}`)}
      />
      <Figure label={t('model.lift')} value={format.fixed(model.lift_10, 2)} unit="×" note={t('model.liftNote')} />
      <Figure label={t('model.prAuc')} value={format.fixed(model.pr_auc, 3)} />
      <Figure label={t('model.brier')} value={format.fixed(model.brier, 4)} note={t('model.brierNote')} />
      <Figure label={t('model.baseRate')} value={format.percent(model.base_rate, 2)} />
      <Figure label={t('model.rows')} value={format.count(model.rows)} />
    </Figures>
  );
}

function Calibration({ model }: { model: ModelDetail }) {
  const t = useWords('mining');
  const format = useFormat();
  const points = useMemo(
    () => model.calibration.map((row) => ({ x: row.foretold, y: row.happened })),
    [model.calibration],
  );
  if (points.length === 0) return <EmptyState title={t('calibration.none')} />;
  return (
    <XYChart
      label={t('calibration.title')}
      points={points}
      xName={t('calibration.foretold')}
      yName={t('calibration.happened')}
      seriesName={t('calibration.groups')}
      diagonal={t('calibration.perfect')}
      format={(value) => format.percent(value, 1)}
    />
  );
}

function Features({ model }: { model: ModelDetail }) {
  const t = useWords('mining');
  const format = useFormat();
  const nameOf = useNameOf();
  const bars = useMemo(
    () =>
      model.importances.slice(0, TOP_FEATURES).map((one) => ({
        name: nameOf({ name_zh: one.label_zh, name_en: one.label_en }),
        value: one.importance,
      })),
    [model.importances, nameOf],
  );
  if (bars.length === 0) return <EmptyState title={t('features.none')} />;
  return (
    <BarChart
      label={t('features.title')}
      bars={bars}
      heads={[t('features.feature'), t('features.share')]}
      format={(value) => format.percent(value, 0)}
    />
  );
}

function Provenance({ model }: { model: ModelDetail }) {
  const t = useWords('mining');
  const format = useFormat();
  const reads = Object.entries(model.reads)
    // Below zero: the dataset was asked for, but nothing had been published in it yet.
    .filter(([, version]) => version >= 0)
    .map(([dataset, version]) => `${dataset} v${version}`);
  return (
    <Facts
      facts={[
        { label: t('provenance.trained'), value: model.months_trained.map(format.month).join(' · ') || '–' },
        { label: t('provenance.tuned'), value: format.month(model.month_tuned) },
        { label: t('provenance.tested'), value: format.month(model.month_tested) },
        { label: t('provenance.reads'), value: reads.join(' · ') || '–' },
      ]}
    />
  );
}
