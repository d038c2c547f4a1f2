import { useNameOf, useWords } from '@gridloop/i18n';
import { AutoComplete, Form, Select } from 'antd';

import type { IndicatorBody, SemanticModel, WordColumn } from '../definitions';
import { UNITS } from '../domains';
import { isNumber } from '../condition';
import { ConditionInput } from './ConditionInput';

const AGGS = ['count', 'sum', 'count_distinct'] as const;
type Side = 'numerator' | 'denominator';

/** What is counted or added up: a table of facts, a way, a column or an expression, and which rows. */
export function MeasureFields({ side, models }: { side: Side; models: SemanticModel[] }) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const form = Form.useFormInstance<IndicatorBody>();
  const name = Form.useWatch([side, 'model'], form) as string | undefined;
  const agg = Form.useWatch([side, 'agg'], form) as (typeof AGGS)[number] | undefined;
  const expr = (Form.useWatch([side, 'expr'], form) as string | undefined) ?? '';
  const model = models.find((one) => one.name === name) ?? models[0];
  const columns = model?.columns ?? [];
  const put = (value: string) => form.setFieldValue([side, 'expr'], value);
  const begin = (of: SemanticModel | undefined, how: string | undefined) => put(how === 'sum' ? '' : rowOf(of));
  const choose = (value: string) => {
    const unit = UNITS.find((one) => one === columns.find((column) => column.name === value)?.unit);
    if (side === 'numerator' && agg === 'sum' && unit) form.setFieldValue('unit', unit);
  };
  const need = [{ required: true, message: t('define.need') }];
  return (
    <>
      <Form.Item
        name={[side, 'model']}
        label={t('define.model')}
        rules={need}
        extra={model?.snapshot ? t('define.snapshotHint') : ''}
      >
        <Select
          options={models.map((one) => ({ value: one.name, label: nameOf(one) }))}
          onChange={(chosen: string) => {
            begin(
              models.find((one) => one.name === chosen),
              agg,
            );
            form.setFieldValue([side, 'filter'], '');
          }}
        />
      </Form.Item>
      <Form.Item name={[side, 'agg']} label={t('define.agg')} rules={need}>
        <Select
          options={AGGS.map((value) => ({ value, label: t(`define.aggs.${value}`) }))}
          onChange={(how: string) => begin(model, how)}
        />
      </Form.Item>
      <Form.Item
        name={[side, 'expr']}
        label={t('define.expr')}
        rules={need}
        hidden={agg === 'count' && expr === rowOf(model)}
        extra={saidOf(columns, expr, nameOf) || t('define.exprHint')}
      >
        <AutoComplete
          options={columns
            .filter((column) => agg !== 'sum' || isNumber(column))
            .map((column) => ({ value: column.name, label: `${nameOf(column)} · ${column.name}` }))}
          onSelect={choose}
        />
      </Form.Item>
      <Form.Item name={[side, 'filter']} label={t('define.filter')}>
        <ConditionInput columns={columns} label={t('define.filter')} rows={2} />
      </Form.Item>
    </>
  );
}

/** The column that tells rows apart: counting it counts the rows. */
function rowOf(model: SemanticModel | undefined): string {
  return model?.columns.find((column) => column.type.replace('!', '') === 'string')?.name ?? '';
}

/** What the columns in an expression are called. */
function saidOf(columns: readonly WordColumn[], expr: string, nameOf: (one: WordColumn) => string): string {
  const named = new Set(expr.match(/[a-z][a-z0-9_]*/g));
  return columns
    .filter((column) => named.has(column.name))
    .map(nameOf)
    .join(' · ');
}
