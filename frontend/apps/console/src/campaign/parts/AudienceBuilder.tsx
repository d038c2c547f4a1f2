import { useNameOf, useWords } from '@gridloop/i18n';
import { AntDValueSelector, QueryBuilderAntD } from '@react-querybuilder/antd';
import { Button, Checkbox } from 'antd';
import { useMemo } from 'react';
import {
  QueryBuilder,
  type ActionProps,
  type Field,
  type NotToggleProps,
  type OptionGroup,
  type RuleType,
  type ValueSelectorProps,
} from 'react-querybuilder';

import type { Choices, FieldGiven } from '../audience';
import { unfinishedCount, type Conditions } from '../conditions';
import style from './AudienceBuilder.module.css';
import { ConditionValue } from './ConditionValue';

const GROUPS = ['score', 'tag', 'profile', 'organisation', 'grid'] as const;
const FIRST_OPERATOR: Record<string, string> = { number: '>=', choice: 'in', text: '=', flag: '=', org: 'in' };
const CONTROLS = {
  valueEditor: ConditionValue,
  valueSelector: NamedSelector,
  actionElement: NamedAction,
  notToggle: NotBox,
};

interface Props {
  fields: FieldGiven[];
  choices: Choices;
  conditions: Conditions;
  onChange: (conditions: Conditions) => void;
}

/** Conditions on tags, indicators, attributes and scores, joined by and, or, not. */
export function AudienceBuilder({ fields, choices, conditions, onChange }: Props) {
  const t = useWords('campaign');
  const options = useFieldOptions(fields, choices);
  const unfinished = unfinishedCount(conditions);
  const translations = useMemo(
    () => ({
      fields: {
        title: t('builder.field'),
        placeholderLabel: t('builder.chooseField'),
        placeholderGroupLabel: t('builder.chooseField'),
      },
      operators: { title: t('builder.operator'), placeholderLabel: '–' },
      combinators: { title: t('builder.combinator') },
      notToggle: { label: t('builder.not'), title: t('builder.notTitle') },
      addRule: { label: t('builder.addRule'), title: t('builder.addRule') },
      addGroup: { label: t('builder.addGroup'), title: t('builder.addGroup') },
      removeRule: { label: '✕', title: t('builder.removeRule') },
      removeGroup: { label: '✕', title: t('builder.removeGroup') },
    }),
    [t],
  );
  return (
    <div className={style.builder}>
      <QueryBuilderAntD controlElements={CONTROLS} translations={translations}>
        <QueryBuilder
          fields={options}
          query={conditions}
          onQueryChange={onChange}
          enableMountQueryChange={false}
          combinators={[
            { name: 'and', label: t('builder.and') },
            { name: 'or', label: t('builder.or') },
          ]}
          autoSelectField={false}
          listsAsArrays
          addRuleToNewGroups
          showNotToggle
          getDefaultOperator={(_name, { fieldData }) => FIRST_OPERATOR[givenOf(fieldData)?.kind ?? ''] ?? '='}
          getDefaultValue={(rule: RuleType, { fieldData }) => firstValue(rule, givenOf(fieldData))}
          accessibleDescriptionGenerator={({ path }) => t(path.length ? 'builder.group' : 'builder.label')}
        />
      </QueryBuilderAntD>
      {unfinished > 0 && <p className={style.unfinished}>{t('builder.unfinished', { count: unfinished })}</p>}
    </div>
  );
}

function useFieldOptions(fields: FieldGiven[], choices: Choices): OptionGroup<Field>[] {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  return useMemo(() => {
    const named = new Map(choices.operators.map((one) => [one.value, nameOf(one)]));
    return GROUPS.map((group) => ({
      label: t(`builder.groups.${group}`),
      options: fields
        .filter((field) => field.group === group)
        .map((field) => ({
          name: field.name,
          label: nameOf(field),
          given: field,
          operators: field.operators.map((name) => ({ name, label: named.get(name) ?? name })),
        })),
    })).filter((group) => group.options.length > 0);
  }, [fields, choices, nameOf, t]);
}

function givenOf(fieldData: unknown): FieldGiven | undefined {
  return (fieldData as { given?: FieldGiven } | undefined)?.given;
}

function firstValue(rule: RuleType, given: FieldGiven | undefined): unknown {
  if (given?.kind === 'flag') return true;
  return rule.operator === 'in' || rule.operator === 'notIn' ? [] : '';
}

/** The adapter's selector, with a name for assistive technology and a search in long lists. */
function NamedSelector(props: ValueSelectorProps) {
  return <AntDValueSelector {...props} aria-label={props.title} showSearch={props.options.length > 2} />;
}

function NotBox({ checked, handleOnChange, label, title }: NotToggleProps) {
  return (
    <Checkbox checked={checked ?? false} title={title ?? ''} onChange={(event) => handleOnChange(event.target.checked)}>
      {label}
    </Checkbox>
  );
}

/** A quiet button: the accent is kept for what the page is for. */
function NamedAction({ className, handleOnClick, label, title, disabled }: ActionProps) {
  const adds = className?.includes('add') ?? false;
  return (
    <Button
      className={className ?? ''}
      size="small"
      type={adds ? 'default' : 'text'}
      disabled={disabled ?? false}
      onClick={(event) => handleOnClick(event)}
      {...(adds ? {} : { 'aria-label': title ?? '' })}
    >
      {label}
    </Button>
  );
}
