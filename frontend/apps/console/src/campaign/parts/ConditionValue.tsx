import { useNameOf, useWords } from '@gridloop/i18n';
import { Input, InputNumber, Select } from 'antd';
import type { ValueEditorProps } from 'react-querybuilder';

import type { FieldGiven } from '../audience';
import { NO_FIELD, takesList, takesNothing, takesRange, isRun, unitOf } from '../conditions';
import { scaleOf } from '../units';
import style from './AudienceBuilder.module.css';
import { PlaceValue } from './PlaceValue';

const PLACE = 'place_code';

/** What a condition compares with, in the unit that people speak: yuan and per cent. */
export function ConditionValue({ field, fieldData, operator, value, handleOnChange }: ValueEditorProps) {
  const given = (fieldData as { given?: FieldGiven }).given;
  if (!given || field === NO_FIELD || operator === NO_FIELD || takesNothing(operator)) return null;
  const props = {
    given,
    unit: unitOf(given.unit, operator),
    value: value as unknown,
    onChange: handleOnChange as (value: unknown) => void,
  };
  return (
    <span className={style.value}>
      {given.kind === 'number' ? (
        takesRange(operator) ? (
          <RangeValue {...props} />
        ) : isRun(operator) ? (
          <MonthsValue {...props} />
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
  /** What a number counts, which may be another thing than the field does. */
  unit: string;
  value: unknown;
  onChange: (value: unknown) => void;
}

function NumberValue({ unit, value, onChange, label }: Omit<Props, 'given'> & { label?: string }) {
  const t = useWords('campaign');
  const scale = scaleOf(unit);
  return (
    <InputNumber
      className={style.grow ?? ''}
      aria-label={label ?? t('builder.value')}
      value={typeof value === 'number' ? Number((value / scale).toFixed(4)) : null}
      suffix={unit ? t(`unit.${unit}`) : ''}
      onChange={(number) => onChange(number === null ? '' : Number((number * scale).toFixed(6)))}
    />
  );
}

/** How many months in a row; what stood there for another comparison means nothing here. */
function MonthsValue({ value, onChange }: Props) {
  const t = useWords('campaign');
  return (
    <InputNumber
      className={style.grow ?? ''}
      aria-label={t('builder.value')}
      min={1}
      max={12}
      precision={0}
      value={Number.isInteger(value) ? Number(value) : null}
      suffix={t('unit.months')}
      onChange={(months) => onChange(months ?? '')}
    />
  );
}

function RangeValue({ unit, value, onChange }: Props) {
  const t = useWords('campaign');
  const [from, to] = Array.isArray(value) ? (value as unknown[]) : [value, ''];
  return (
    <>
      <NumberValue unit={unit} value={from} onChange={(next) => onChange([next, to ?? ''])} label={t('builder.from')} />
      <span>{t('builder.to')}</span>
      <NumberValue
        unit={unit}
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
