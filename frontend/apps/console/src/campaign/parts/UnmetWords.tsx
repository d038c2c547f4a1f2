import { useFormat, useWords } from '@gridloop/i18n';
import { useQuery } from '@tanstack/react-query';

import { choices, fields } from '../audience';
import { useFieldValue } from '../fieldValue';
import type { Unmet } from '../targets';
import { OneCondition } from './ConditionWords';

/** The first condition that he does not meet, his own value beside it, and how fresh that is. */
export function UnmetWords({ unmet }: { unmet: Unmet }) {
  const t = useWords('campaign');
  const format = useFormat();
  const given = useQuery(fields);
  const chosen = useQuery(choices);
  const field = given.data?.find((one) => one.name === unmet.field);
  const say = useFieldValue(field, unmet.operator);
  if (!given.data || !chosen.data) return null;
  const rule = { field: unmet.field, operator: unmet.operator, value: unmet.value };
  return (
    <>
      <br />
      {t(unmet.negated ? 'why.mustNot' : 'why.first')}{' '}
      <OneCondition rule={rule} fields={given.data} choices={chosen.data} />
      {unmet.alternatives > 1 && (
        <> {t(unmet.negated ? 'why.orOther' : 'why.alternatives', { count: unmet.alternatives })}</>
      )}
      <br />
      {t('why.actual')} <strong>{say(unmet.actual)}</strong>{' '}
      <small>{t('why.asOf', { month: format.month(unmet.month), time: format.dateTime(unmet.computed_at) })}</small>
    </>
  );
}
