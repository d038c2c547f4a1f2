import { useNameOf, useWords } from '@gridloop/i18n';
import { Input, InputNumber, Select } from 'antd';
import type { ValueEditorProps } from 'react-querybuilder';

import type { FieldGiven } from '../audience';
import { NO_FIELD, takesList, takesNothing, takesRange } from '../conditions';
import { scaleOf } from '../units';
import style from './AudienceBuilder.module.css';
import { PlaceValue } from './PlaceValue';

const PLACE = 'place_code';

/** What a condition compares with, in the unit that people speak: yuan and per cent. */
export function ConditionValue({ field, fieldData, operator, value, handleOnChange }: ValueEditorProps) {
  const given = (fieldData as { given?: FieldGiven }).given;
  if (!given || field === NO_FIELD || operator === NO_FIELD || takesNothing(operator)) return null;
  const props = { given, value: value as unknown, onChange: handleOnChange as (value: unknown) => void };
  return (
    <span className={style.value}>
      {given.kind === 'number' ? (
        takesRange(operator) ? (
          <RangeValue {...props} />
        ) : (
          <NumberValue {...props} />
        )
      ) : given.kind === 'flag' ? (
        <FlagValue {...props} />
      ) : given.name === PLACE && (operator === '=' || operator === '!=' || takesList(operator)) ? (
        <PlaceValue {...props} many={takesList(operator)} />
      ) : given.kind === 'text' ? (
        <TextValue {...props} many={takesList(operator)} />
      ) : (
        <ChosenValue {...props} many={takesList(operator)} />
      )}
    </span>
  );
}

interface Props {
  given: FieldGiven;
  value: unknown;
  onChange: (value: unknown) => void;
}

function NumberValue({ given, value, onChange, label }: Props & { label?: string }) {
  const t = useWords('campaign');
  const scale = scaleOf(given.unit);
  return (
    <InputNumber
      className={style.grow ?? ''}
      aria-label={label ?? t('builder.value')}
      value={typeof value === 'number' ? Number((value / scale).toFixed(4)) : null}
      suffix={given.unit ? t(`unit.${given.unit}`) : ''}
      onChange={(number) => onChange(number === null ? '' : Number((number * scale).toFixed(6)))}
    />
  );
}

function RangeValue({ given, value, onChange }: Props) {
  const t = useWords('campaign');
  const [from, to] = Array.isArray(value) ? (value as unknown[]) : [value, ''];
  return (
    <>
      <NumberValue
        given={given}
        value={from}
        onChange={(next) => onChange([next, to ?? ''])}
        label={t('builder.from')}
      />
      <span>{t('builder.to')}</span>
      <NumberValue
        given={given}
        value={to}
        onChange={(next) => onChange([from ?? '', next])}
        label={t('builder.until')}
      />
    </>
  );
}

function FlagValue({ value, onChange }: Props) {
  const t = useWords('campaign');
  return (
    <Select
      className={style.grow ?? ''}
      aria-label={t('builder.value')}
      value={typeof value === 'boolean' ? value : null}
      options={[
        { value: true, label: t('builder.yes') },
        { value: false, label: t('builder.no') },
      ]}
      onChange={onChange}
    />
  );
}

function TextValue({ value, onChange, many }: Props & { many: boolean }) {
  const t = useWords('campaign');
  if (!many) {
    return (
      <Input
        className={style.grow ?? ''}
        aria-label={t('builder.value')}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <Select
      className={style.grow ?? ''}
      mode="tags"
      aria-label={t('builder.value')}
      placeholder={t('builder.several')}
      tokenSeparators={[',', '，', ' ']}
      value={Array.isArray(value) ? (value as string[]) : []}
      onChange={onChange}
    />
  );
}

function ChosenValue({ given, value, onChange, many }: Props & { many: boolean }) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const options = given.values.map((one) => ({ value: one.value, label: nameOf(one) }));
  return (
    <Select
      className={style.grow ?? ''}
      aria-label={t('builder.value')}
      placeholder={t('builder.choose')}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      options={options}
      {...(many
        ? { mode: 'multiple' as const, value: Array.isArray(value) ? value : [] }
        : { value: typeof value === 'string' && value !== '' ? value : null })}
      onChange={(chosen: unknown) => onChange(chosen)}
    />
  );
}
