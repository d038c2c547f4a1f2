import { useNameOf, useWords } from '@gridloop/i18n';
import type { RuleType } from 'react-querybuilder';

import type { Choices, FieldGiven } from '../audience';
import { useFieldValue } from '../fieldValue';
import { isGroup, takesNothing, type Conditions } from '../conditions';

interface Props {
  conditions: Conditions;
  fields: FieldGiven[];
  choices: Choices;
}

/** Conditions as a list of sentences. */
export function ConditionWords({ conditions, fields, choices }: Props) {
  const t = useWords('campaign');
  if (conditions.rules.length === 0) return <p>{t('builder.everybody')}</p>;
  const joined = t(conditions.combinator === 'or' ? 'builder.or' : 'builder.and');
  return (
    <>
      {(conditions.rules.length > 1 || conditions.not) && (
        <p>{conditions.not ? `${t('builder.not')} (${joined})` : joined}</p>
      )}
      <ul style={{ margin: 0, paddingInlineStart: 20 }}>
        {conditions.rules.map((part, index) => (
          <li key={index}>
            {isGroup(part) ? (
              <ConditionWords conditions={part} fields={fields} choices={choices} />
            ) : (
              <OneCondition rule={part} fields={fields} choices={choices} />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** One condition as a sentence. */
export function OneCondition({ rule, fields, choices }: { rule: RuleType } & Omit<Props, 'conditions'>) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const field = fields.find((one) => one.name === rule.field);
  const operator = choices.operators.find((one) => one.value === rule.operator);
  const say = useFieldValue(field, rule.operator);
  const values: unknown[] = Array.isArray(rule.value) ? rule.value : [rule.value];
  return (
    <>
      {field ? nameOf(field) : rule.field} {operator ? nameOf(operator) : rule.operator}{' '}
      {!takesNothing(rule.operator) && <strong>{values.map(say).join(t('builder.comma'))}</strong>}
    </>
  );
}
