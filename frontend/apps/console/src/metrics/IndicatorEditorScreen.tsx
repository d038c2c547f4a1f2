import { useWords } from '@gridloop/i18n';
import { Columns, EmptyState, FormPanel, Loaded, PageHeader, ProblemAlert, Section, useTell } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Select } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import {
  definition,
  semanticModels,
  useDraftIndicator,
  useTryIndicator,
  type IndicatorBody,
  type Measure,
  type SemanticModel,
} from './definitions';
import { DIRECTIONS, DOMAINS, UNITS } from './domains';
import { inBoth } from './in-both';
import { DefinitionNames } from './parts/DefinitionNames';
import style from './parts/Editor.module.css';
import { MeasureFields } from './parts/MeasureFields';
import { TrialTable } from './parts/TrialTable';
import { STEWARDS } from './stewards';

interface Wish extends Omit<IndicatorBody, 'denominator'> {
  code: string;
  is_ratio: boolean;
  denominator?: Measure | null;
}

const MEASURE: Measure = { model: 'bills', agg: 'count', expr: 'customer_id', filter: '' };
const NEW: Partial<Wish> = {
  domain: 'revenue',
  unit: 'count',
  direction: 'up',
  owner: 'marketing',
  is_ratio: false,
  numerator: MEASURE,
  denominator: MEASURE,
};

/** An indicator of the operator's own: a measure, perhaps a denominator, tried by branch before it is published. */
export function Component() {
  const t = useWords('metrics');
  const { code } = useParams();
  const models = useQuery(semanticModels);
  const known = useQuery({ ...definition('indicator', code ?? ''), enabled: Boolean(code) });
  return (
    <>
      <PageHeader
        title={code ? t('define.indicatorEdit', { code }) : t('define.indicatorTitle')}
        lead={t('define.indicatorLead')}
        crumbs={[{ label: t('indicators.title'), to: '/metrics/indicators' }]}
      />
      <Loaded query={models}>
        {(facts) =>
          code ? (
            <Loaded query={known}>
              {(found) => (
                <Editor
                  models={facts}
                  initial={wishOf(code, (found.draft ?? found.body) as unknown as IndicatorBody)}
                />
              )}
            </Loaded>
          ) : (
            <Editor models={facts} initial={NEW} />
          )
        }
      </Loaded>
    </>
  );
}

const NAMELESS = { zh: '–', en: '–' };

/** What a trial depends on. */
function countedBy({ numerator, denominator, is_ratio: isRatio }: Partial<Wish>): string {
  return JSON.stringify([numerator, isRatio ? denominator : null]);
}

function wishOf(code: string, body: IndicatorBody): Partial<Wish> {
  return { ...body, code, is_ratio: Boolean(body.denominator), denominator: body.denominator ?? MEASURE };
}

function bodyOf(wish: Wish): IndicatorBody {
  const { names, formula, domain, unit, direction, owner, numerator, denominator } = wish;
  const below = wish.is_ratio && denominator ? denominator : null;
  const said = { names: inBoth(names), formula: inBoth(formula) };
  return { ...said, domain, unit, direction, owner, numerator, denominator: below, people: wish.people ?? '' };
}

function Editor({ models, initial }: { models: SemanticModel[]; initial: Partial<Wish> }) {
  const t = useWords('metrics');
  const tell = useTell();
  const navigate = useNavigate();
  const [form] = Form.useForm<Wish>();
  const isRatio = Form.useWatch('is_ratio', form) ?? initial.is_ratio;
  const unit = Form.useWatch('unit', form) ?? initial.unit ?? 'count';
  const trial = useTryIndicator();
  const draft = useDraftIndicator();
  const [tried, setTried] = useState('');
  // What was tried is worth nothing once the measure has changed: it is tried again before it is published.
  const now = countedBy((Form.useWatch([], form) as Wish | undefined) ?? (initial as Wish));
  const whole = () => form.validateFields().then(() => form.getFieldsValue(true) as Wish);
  const attempt = () =>
    void form.validateFields(['numerator', 'denominator'], { recursive: true }).then(() => {
      const wish = form.getFieldsValue(true) as Wish;
      setTried(countedBy(wish));
      trial.mutate(bodyOf({ ...wish, names: NAMELESS, formula: NAMELESS }));
    });
  const keep = (publish: boolean) =>
    void whole().then((wish) =>
      draft.mutate(
        { code: wish.code, body: bodyOf(wish), publish },
        {
          onSuccess: (kept) => {
            tell.done(t(publish ? 'indicator.published' : 'define.saved'));
            void navigate(
              publish
                ? `/metrics?domain=${wish.domain}&indicator=${wish.code}`
                : `/metrics/indicators?q=${wish.code}${kept.state === 'draft' ? '&state=draft' : ''}`,
            );
          },
        },
      ),
    );
  const need = [{ required: true, message: t('define.need') }];
  return (
    <Columns>
      <Section title={t('define.basics')}>
        <FormPanel<Wish>
          form={form}
          verb={t('define.save')}
          busy={draft.isPending}
          error={draft.error}
          initial={initial}
          onSubmit={() => keep(false)}
        >
          <DefinitionNames
            known={Boolean(initial.code)}
            meaning="formula"
            labels={{ zh: t('define.formulaZh'), en: t('define.formulaEn') }}
          />
          <h3>{t('define.numerator')}</h3>
          <MeasureFields side="numerator" models={models} />
          <Form.Item name="is_ratio" valuePropName="checked">
            <Checkbox>{t('define.hasDenominator')}</Checkbox>
          </Form.Item>
          {isRatio && (
            <>
              <h3>{t('define.denominator')}</h3>
              <MeasureFields side="denominator" models={models} />
            </>
          )}
          <Form.Item name="domain" label={t('domain.label')} rules={need}>
            <Select options={DOMAINS.map((value) => ({ value, label: t(`domain.names.${value}`) }))} />
          </Form.Item>
          <Form.Item name="unit" label={t('indicator.unit')} rules={need}>
            <Select options={UNITS.map((value) => ({ value, label: t(`indicator.units.${value}`) }))} />
          </Form.Item>
          <Form.Item name="direction" label={t('indicator.direction')} rules={need}>
            <Select options={DIRECTIONS.map((value) => ({ value, label: t(`indicator.directions.${value}`) }))} />
          </Form.Item>
          <Form.Item name="owner" label={t('indicator.owner')} rules={need}>
            <Select options={STEWARDS.map((value) => ({ value, label: t(`library.owners.${value}`) }))} />
          </Form.Item>
        </FormPanel>
        <Button
          style={{ marginBlockStart: 8 }}
          disabled={!trial.data || tried !== now}
          loading={draft.isPending}
          onClick={() => keep(true)}
        >
          {t('define.savePublish')}
        </Button>
      </Section>
      <div className={style.beside}>
        <Section
          title={t('define.trialTitle')}
          extra={
            <Button loading={trial.isPending} onClick={attempt}>
              {t('define.trial')}
            </Button>
          }
        >
          {trial.error ? <ProblemAlert error={trial.error} /> : null}
          {trial.data && tried === now ? (
            <TrialTable trial={trial.data} unit={unit} isRatio={Boolean(isRatio)} />
          ) : (
            !trial.error && <EmptyState title={t(trial.data ? 'define.trialAgain' : 'define.trialFirst')} />
          )}
        </Section>
      </div>
    </Columns>
  );
}
