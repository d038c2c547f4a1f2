import { useWords } from '@gridloop/i18n';
import { Stack } from '@gridloop/ui';
import { Button, Checkbox, Drawer, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';

import type { ContractColumn } from '../contracts';
import { linesOfValues, valuesOfLines, writtenIn } from '../columnValues';
import style from './ContractEditor.module.css';

interface Props {
  column: ContractColumn;
  onChange: (facts: Partial<ContractColumn>) => void;
  onRemove: () => void;
  onClose: () => void;
}

/** The rarer facts of one column: names for readers, what its values may be, how much of it may be empty. */
export function ContractColumnDrawer({ column, onChange, onRemove, onClose }: Props) {
  const t = useWords('lake');
  const text = (
    label: string,
    field: 'title_zh' | 'title_en' | 'minimum' | 'maximum' | 'reference' | 'unit',
    hint = '',
  ) => (
    <Field label={label} hint={hint}>
      <Input value={column[field]} onChange={(event) => onChange({ [field]: event.target.value })} />
    </Field>
  );
  const units = writtenIn(column.kind, column.unit);
  const share = (label: string, field: 'empty_warn' | 'empty_stop') => (
    <Field label={label}>
      <PercentInput value={column[field] ?? null} onChange={(value) => onChange({ [field]: value })} />
    </Field>
  );
  return (
    <Drawer open onClose={onClose} size="min(480px, 100vw)" title={t('edit.more', { column: column.header })}>
      <Stack>
        {text(t('edit.titleZh'), 'title_zh')}
        {text(t('edit.titleEn'), 'title_en')}
        {column.kind !== 'money' && text(t('edit.unit'), 'unit', t('edit.unitHint'))}
        {units.length > 0 && (
          <Field label={t('edit.writtenIn')} hint={t('edit.writtenInHint')}>
            <Select
              value={column.written_in}
              options={[
                { value: '', label: t('edit.writtenInOwn') },
                ...units.map((unit) => ({ value: unit, label: t(`edit.units.${unit}`) })),
              ]}
              onChange={(written_in) => onChange({ written_in })}
            />
          </Field>
        )}
        {column.kind !== 'phone' && (
          <Field label={t('edit.values')} hint={t('edit.valuesHint')}>
            <Input.TextArea
              value={linesOfValues(column.values)}
              autoSize={{ minRows: 2, maxRows: 10 }}
              onChange={(event) => onChange({ values: valuesOfLines(event.target.value) })}
            />
          </Field>
        )}
        <Field label={t('edit.allowed')} hint={t('edit.allowedHint')}>
          <Input.TextArea
            value={column.allowed.join('\n')}
            autoSize={{ minRows: 2, maxRows: 10 }}
            onChange={(event) => onChange({ allowed: event.target.value.split('\n').map((one) => one.trim()) })}
            onBlur={() => onChange({ allowed: column.allowed.filter(Boolean) })}
          />
        </Field>
        {text(t('edit.minimum'), 'minimum')}
        {text(t('edit.maximum'), 'maximum')}
        {column.kind === 'day' && (
          <Checkbox checked={column.not_after} onChange={(event) => onChange({ not_after: event.target.checked })}>
            {t('edit.notAfter')}
          </Checkbox>
        )}
        {text(t('edit.reference'), 'reference', t('edit.referenceHint'))}
        {share(t('edit.emptyWarn'), 'empty_warn')}
        {share(t('edit.emptyStop'), 'empty_stop')}
        <div className={style.actions}>
          <Button type="primary" onClick={onClose}>
            {t('edit.close')}
          </Button>
          <Button danger onClick={onRemove}>
            {t('edit.removeColumn')}
          </Button>
        </div>
      </Stack>
    </Drawer>
  );
}

/** A label above what it names. */
export function Field({ label, hint = '', children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <label className={style.field}>
      <span>{label}</span>
      {children}
      {hint && <small>{hint}</small>}
    </label>
  );
}

/** A share as a percentage; empty is no limit. */
export function PercentInput({ value, onChange }: { value: number | null; onChange: (value: number | null) => void }) {
  return (
    <InputNumber
      min={0}
      max={1000}
      suffix="%"
      style={{ width: '100%' }}
      value={value === null ? null : Math.round(value * 10_000) / 100}
      onChange={(percent) => onChange(percent === null ? null : percent / 100)}
    />
  );
}
