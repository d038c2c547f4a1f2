import { useFormat, useNameOf, useWords } from '@gridloop/i18n';

import type { FieldGiven } from './audience';
import { unitOf } from './conditions';
import { sayAmount } from './units';

/** Says what an operator looks at in a field as people write it: with its unit, by its name, as yes or no. */
export function useFieldValue(field: FieldGiven | undefined, operator: string): (value: unknown) => string {
  const t = useWords('campaign');
  const format = useFormat();
  const nameOf = useNameOf();
  return (value) => {
    if (value === null || value === undefined) return t('builder.unknown');
    if (typeof value === 'boolean') return t(value ? 'builder.yes' : 'builder.no');
    if (field?.kind === 'number') return sayAmount(format, unitOf(field.unit, operator), Number(value), t);
    const chosen = field?.values.find((one) => one.value === value);
    return chosen ? nameOf(chosen) : String(value);
  };
}
