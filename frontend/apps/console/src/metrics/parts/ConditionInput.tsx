import { useNameOf, useWords } from '@gridloop/i18n';
import { Button, Input, Select, Space } from 'antd';
import { useState } from 'react';

import { conditionOf, operatorsFor } from '../condition';
import type { WordColumn } from '../definitions';
import { SaidCondition } from './SaidCondition';

interface Props {
  value?: string;
  onChange?: (value: string) => void;
  columns: readonly WordColumn[];
  label: string;
  rows?: number;
}

/** A condition in the library's language: written, or put together field by field. */
export function ConditionInput({ value = '', onChange, columns, label, rows = 3 }: Props) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const [column, setColumn] = useState<string>();
  const [operator, setOperator] = useState<string>();
  const [operand, setOperand] = useState('');
  const [joint, setJoint] = useState<'and' | 'or'>('and');
  const chosen = columns.find((one) => one.name === column);
  const operators = chosen ? operatorsFor(chosen.type) : [];
  const ready = chosen && operator && (operands(operator) === 0 || operand !== '');
  const add = () => {
    if (!chosen || !operator) return;
    const next = conditionOf(chosen, operator, operand);
    onChange?.(value.trim() ? `${value.trim()} ${joint} ${next}` : next);
    setOperand('');
  };
  return (
    <>
      <Input.TextArea
        aria-label={label}
        rows={rows}
        value={value}
        maxLength={2000}
        spellCheck={false}
        style={{ fontFamily: 'ui-monospace, monospace' }}
        onChange={(event) => onChange?.(event.target.value)}
      />
      <SaidCondition condition={value} columns={columns} />
      <Space wrap style={{ marginBlockStart: 8 }}>
        {value.trim() && (
          <Select<'and' | 'or'>
            aria-label={t('define.and')}
            value={joint}
            onChange={setJoint}
            options={[
              { value: 'and', label: t('define.and') },
              { value: 'or', label: t('define.or') },
            ]}
          />
        )}
        <Select<string>
          aria-label={t('define.column')}
          placeholder={t('define.column')}
          showSearch={{ optionFilterProp: 'label' }}
          style={{ minWidth: 220 }}
          value={column ?? null}
          options={columns.map((one) => ({
            value: one.name,
            label: one.name_zh === one.name ? one.name : `${nameOf(one)} · ${one.name}`,
          }))}
          onChange={(name) => {
            setColumn(name);
            setOperator(undefined);
            setOperand('');
          }}
        />
        <Select<string>
          aria-label={t('define.operator')}
          placeholder={t('define.operator')}
          style={{ minWidth: 110 }}
          value={operator ?? null}
          options={operators.map((one) => ({ value: one, label: t(`define.comparisons.${COMPARISON[one] ?? 'eq'}`) }))}
          onChange={setOperator}
        />
        {operator && operands(operator) > 0 && (
          <Operand column={chosen} value={operand} onChange={setOperand} label={t('define.value')} />
        )}
        <Button disabled={!ready} onClick={add}>
          {t('define.add')}
        </Button>
      </Space>
    </>
  );
}

/** What the comparisons are called. */
const COMPARISON: Record<string, string> = {
  '>=': 'ge',
  '>': 'gt',
  '<=': 'le',
  '<': 'lt',
  '==': 'eq',
  '!=': 'ne',
  missing: 'missing',
  'not missing': 'known',
  'is true': 'yes',
  'is false': 'no',
};
const SAID_UNITS = ['fen', 'share', 'years', 'months', 'days', 'hours', 'minutes', 'mb', 'mbps'] as const;

const NO_OPERAND = ['missing', 'not missing', 'is true', 'is false'];
const operands = (operator: string) => (NO_OPERAND.includes(operator) ? 0 : 1);

interface OperandProps {
  column: WordColumn | undefined;
  value: string;
  label: string;
  onChange: (value: string) => void;
}

function Operand({ column, value, label, onChange }: OperandProps) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const unit = SAID_UNITS.find((one) => one === column?.unit);
  if (column && column.values.length > 0) {
    return (
      <Select<string>
        aria-label={label}
        style={{ minWidth: 130 }}
        value={value || null}
        options={column.values.map((one) => ({ value: one.code, label: nameOf(one) }))}
        onChange={onChange}
      />
    );
  }
  return (
    <Input
      aria-label={label}
      placeholder={label}
      suffix={unit ? t(`define.units.${unit}`) : ''}
      style={{ width: 150 }}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
