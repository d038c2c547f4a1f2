import { sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import {
  Columns,
  EmptyState,
  FormPanel,
  Loaded,
  PageHeader,
  ProblemAlert,
  Section,
  StaticTable,
  useTell,
} from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useNavigate, useParams } from 'react-router';

import {
  definition,
  semanticModels,
  useDraftIndicator,
  useTryIndicator,
  type IndicatorBody,
  type Measure,
  type SemanticModel,
  type Trial,
} from './definitions';
import { DIRECTIONS, DOMAINS, UNITS } from './domains';
import type { IndicatorUnit } from './indicators';
import { ConditionInput } from './parts/ConditionInput';
import { inBoth } from './in-both';
import { DefinitionNames } from './parts/DefinitionNames';
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
const AGGS = ['count', 'sum', 'count_distinct'] as const;

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
  const whole = () => form.validateFields().then(() => form.getFieldsValue(true) as Wish);
  const keep = (publish: boolean) =>
    void whole().then((wish) =>
      draft.mutate(
        { code: wish.code, body: bodyOf(wish), publish },
        {
          onSuccess: () => {
            tell.done(t(publish ? 'tag.published' : 'define.saved'));
            void navigate(`/metrics/indicators?q=${wish.code}&state=${publish ? 'published' : 'draft'}`);
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
          disabled={!trial.data}
          loading={draft.isPending}
          onClick={() => keep(true)}
        >
          {t('define.savePublish')}
        </Button>
      </Section>
      <Section
        title={t('define.trialTitle')}
        extra={
          <Button loading={trial.isPending} onClick={() => void whole().then((wish) => trial.mutate(bodyOf(wish)))}>
            {t('define.trial')}
          </Button>
        }
      >
        {trial.error ? <ProblemAlert error={trial.error} /> : null}
        {trial.data ? (
          <TrialTable trial={trial.data} unit={unit} />
        ) : (
          !trial.error && <EmptyState title={t('define.trialFirst')} />
        )}
      </Section>
    </Columns>
  );
}

function MeasureFields({ side, models }: { side: 'numerator' | 'denominator'; models: SemanticModel[] }) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const form = Form.useFormInstance<Wish>();
  const name = Form.useWatch([side, 'model'], form) as string | undefined;
  const model = models.find((one) => one.name === name) ?? models[0];
  const need = [{ required: true, message: t('define.need') }];
  return (
    <>
      <Form.Item
        name={[side, 'model']}
        label={t('define.model')}
        rules={need}
        extra={model?.snapshot ? t('define.snapshotHint') : ''}
      >
        <Select options={models.map((one) => ({ value: one.name, label: nameOf(one) }))} />
      </Form.Item>
      <Form.Item name={[side, 'agg']} label={t('define.agg')} rules={need}>
        <Select options={AGGS.map((value) => ({ value, label: t(`define.aggs.${value}`) }))} />
      </Form.Item>
      <Form.Item
        name={[side, 'expr']}
        label={t('define.expr')}
        rules={need}
        extra={`${t('define.known')}: ${model?.measures.slice(0, 4).join('; ') ?? ''}`}
      >
        <Input spellCheck={false} maxLength={2000} />
      </Form.Item>
      <Form.Item name={[side, 'filter']} label={t('define.filter')}>
        <ConditionInput columns={model?.columns ?? []} label={t('define.filter')} rows={2} />
      </Form.Item>
    </>
  );
}

function TrialTable({ trial, unit }: { trial: Trial; unit: IndicatorUnit }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const title = t('define.trialOf', { cycle: format.month(trial.cycle) });
  return (
    <>
      <p>{title}</p>
      <StaticTable
        label={title}
        rows={trial.rows}
        rowKey={(row) => row.org_code}
        columns={[
          { key: 'name', title: t('define.unitName'), render: nameOf },
          { key: 'numerator', title: t('define.top'), numeric: true, render: (row) => format.number(row.numerator, 2) },
          {
            key: 'denominator',
            title: t('define.bottom'),
            numeric: true,
            render: (row) => format.number(row.denominator, 2),
          },
          {
            key: 'value',
            title: t('define.result'),
            numeric: true,
            render: (row) => sayInUnit(format, unit)(row.value),
          },
        ]}
      />
    </>
  );
}
