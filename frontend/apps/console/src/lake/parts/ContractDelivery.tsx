import { useWords } from '@gridloop/i18n';
import { Checkbox, Input, InputNumber, Select } from 'antd';
import { useQuery } from '@tanstack/react-query';

import type { ContractForm } from '../contracts';
import { fedDatasets } from '../datasets';
import { Field, PercentInput } from './ContractColumnDrawer';
import style from './ContractEditor.module.css';

const FORMATS = ['csv', 'txt', 'xlsx', 'parquet'] as const satisfies readonly ContractForm['format'][];
const ENCODINGS = ['utf-8', 'gb18030'];
const DECIMALS = ['.', ','];
const SEMANTICS = ['full', 'period', 'upsert', 'append'] as const satisfies readonly ContractForm['semantics'][];
/** Control characters are shown by the names that people give them. */
const SHOWN: Record<string, string> = { '\t': '\\t', '\x01': '\\x01' };
const MEANT: Record<string, string> = { '\\t': '\t', '\\x01': '\x01' };

const TRAITS = 'customer_trait';

interface Props {
  form: ContractForm;
  write: (change: (form: ContractForm) => ContractForm) => void;
  isNew: boolean;
}

/** How the files come: names, form, how often, what they become, and when somebody is warned. */
export function ContractDelivery({ form, write, isNew }: Props) {
  const t = useWords('lake');
  const datasets = useQuery(fedDatasets).data ?? [];
  const known = form.becomes === '' || form.becomes === TRAITS || datasets.some((one) => one.value === form.becomes);
  const put = (facts: Partial<ContractForm>) => write((now) => ({ ...now, ...facts }));
  const isText = form.format === 'csv' || form.format === 'txt';
  const text = (
    label: string,
    field:
      'feed' | 'title_zh' | 'title_en' | 'contact' | 'file_pattern' | 'month_of' | 'control_suffix' | 'control_holds',
    hint = '',
  ) => (
    <Field label={label} hint={hint}>
      <Input value={form[field]} onChange={(event) => put({ [field]: event.target.value })} />
    </Field>
  );
  return (
    <div className={style.fields}>
      {isNew && text(t('edit.feed'), 'feed', t('edit.feedHint'))}
      {text(t('edit.titleZh'), 'title_zh')}
      {text(t('edit.titleEn'), 'title_en')}
      {text(t('feed.contact'), 'contact', t('feed.contactHint'))}
      {text(t('edit.pattern'), 'file_pattern', t('edit.patternHint'))}
      <Field label={t('feed.format')}>
        <Select
          value={form.format}
          options={FORMATS.map((value) => ({ value, label: value }))}
          onChange={(format) => put({ format })}
        />
      </Field>
      {isText && (
        <>
          <Field label={t('edit.delimiter')}>
            <Input
              value={SHOWN[form.delimiter] ?? form.delimiter}
              onChange={(event) => put({ delimiter: MEANT[event.target.value] ?? event.target.value })}
            />
          </Field>
          <Field label={t('edit.encoding')}>
            <Select
              value={form.encoding}
              options={ENCODINGS.map((value) => ({ value, label: value }))}
              onChange={(encoding) => put({ encoding })}
            />
          </Field>
          <Field label={t('edit.decimal')}>
            <Select
              value={form.decimal}
              options={DECIMALS.map((value) => ({
                value,
                label: t(value === ',' ? 'edit.decimalComma' : 'edit.decimalPoint'),
              }))}
              onChange={(decimal) => put({ decimal })}
            />
          </Field>
          <Checkbox
            className={style.check ?? ''}
            checked={form.has_header}
            onChange={(event) => put({ has_header: event.target.checked })}
          >
            {t('edit.header')}
          </Checkbox>
        </>
      )}
      {form.format === 'xlsx' && (
        <Checkbox
          className={style.check ?? ''}
          checked={form.all_sheets}
          onChange={(event) => put({ all_sheets: event.target.checked })}
        >
          {t('edit.allSheets')}
        </Checkbox>
      )}
      <Field label={t('edit.becomes')} hint={t('edit.becomesHint')}>
        <Select
          value={known ? form.becomes : null}
          placeholder={t('edit.becomesChoose')}
          {...(known ? {} : { status: 'error' as const })}
          showSearch={{ optionFilterProp: 'label' }}
          options={[
            { value: '', label: t('edit.asWritten') },
            { value: TRAITS, label: t('edit.traits') },
            ...datasets.filter((one) => one.value !== TRAITS),
          ]}
          onChange={(becomes) => put({ becomes })}
        />
      </Field>
      <Field label={t('feed.semantics')}>
        <Select
          value={form.semantics}
          options={SEMANTICS.map((value) => ({ value, label: t(`feed.semanticses.${value}`) }))}
          onChange={(semantics) => put({ semantics })}
        />
      </Field>
      {form.semantics === 'upsert' && (
        <>
          <Field label={t('edit.goneColumn')} hint={t('edit.goneHint')}>
            <Select
              allowClear
              value={form.gone_column || null}
              options={form.columns
                .filter((one) => !one.key && (one.kind === 'text' || one.kind === 'identifier'))
                .map((one) => ({ value: one.name, label: one.header }))}
              onChange={(column: string | null | undefined) => put({ gone_column: column ?? '' })}
            />
          </Field>
          {form.gone_column && (
            <Field label={t('edit.goneValues')}>
              <Words value={form.gone_values} onChange={(gone_values) => put({ gone_values })} />
            </Field>
          )}
        </>
      )}
      {form.format !== 'parquet' && (
        <Field label={t('edit.trailer')} hint={t('edit.trailerHint')}>
          <Words value={form.trailer} onChange={(trailer) => put({ trailer })} />
        </Field>
      )}
      {text(t('edit.controlSuffix'), 'control_suffix', t('edit.controlSuffixHint'))}
      {form.control_suffix && text(t('edit.controlHolds'), 'control_holds', t('edit.controlHoldsHint'))}
      {text(t('edit.monthOf'), 'month_of', t('edit.monthOfHint'))}
      <Field label={t('edit.every')}>
        <InputNumber
          min={1}
          max={120}
          style={{ width: '100%' }}
          value={form.every_months}
          onChange={(value) => put({ every_months: value ?? 1 })}
        />
      </Field>
      <Field label={t('edit.latency')}>
        <InputNumber
          min={0}
          max={366}
          style={{ width: '100%' }}
          value={form.latency_days}
          onChange={(value) => put({ latency_days: value ?? 0 })}
        />
      </Field>
      <Field label={t('edit.rowsWarn')} hint={t('edit.rowsHint')}>
        <PercentInput value={form.rows_warn ?? null} onChange={(value) => put({ rows_warn: value })} />
      </Field>
      <Field label={t('edit.rowsStop')}>
        <PercentInput value={form.rows_stop ?? null} onChange={(value) => put({ rows_stop: value })} />
      </Field>
    </div>
  );
}

/** Some words, each ended with the return key or a comma. */
function Words({ value, onChange }: { value: string[]; onChange: (words: string[]) => void }) {
  return (
    <Select
      mode="tags"
      open={false}
      suffixIcon={null}
      tokenSeparators={[',', '，', '、']}
      value={value}
      onChange={onChange}
    />
  );
}
