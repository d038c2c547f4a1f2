import { useMe } from '@gridloop/api';
import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Section } from '@gridloop/ui';
import { Input, Radio, Select } from 'antd';

import type { Choices, FieldGiven } from '../audience';
import { cyclesFrom, daysOf, proposedAudience, type Change, type Draft } from '../draft';
import { useToday } from '../today';
import { CountInput, MoneyInput } from './Amounts';
import { Field, FieldGrid } from './Field';

interface Props {
  draft: Draft;
  change: Change;
  choices: Choices;
  fields: FieldGiven[];
  /** Unit and cycle of a saved plan stay what they are. */
  saved: boolean;
}

/** What the campaign is for, for whom and when, and the numbers it is judged by. */
export function ObjectivePart({ draft, change, choices, fields, saved }: Props) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  return (
    <Section title={t('part.objective')} lead={t('part.objectiveLead')}>
      <FieldGrid>
        <Field label={t('plan.objective')} wide>
          {(id) => (
            <Radio.Group
              id={id}
              aria-label={t('plan.objective')}
              optionType="button"
              value={draft.objective}
              options={choices.objectives.map((one) => ({ value: one.value, label: nameOf(one) }))}
              onChange={(event) => change(withObjective(draft, event.target.value as Draft['objective'], choices))}
            />
          )}
        </Field>
        <Field label={t('plan.nameZh')}>
          {(id) => (
            <Input
              id={id}
              value={draft.name_zh}
              maxLength={120}
              onChange={(event) => change({ name_zh: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('plan.nameEn')} hint={t('plan.nameEnHint')}>
          {(id) => (
            <Input
              id={id}
              value={draft.name_en}
              maxLength={120}
              onChange={(event) => change({ name_en: event.target.value })}
            />
          )}
        </Field>
        <Whose draft={draft} change={change} fields={fields} saved={saved} />
        <Cycle draft={draft} change={change} saved={saved} />
        <Field label={t('plan.goalSuccesses')} hint={t('plan.goalHint')}>
          {(id) => (
            <CountInput
              id={id}
              value={draft.goal_successes}
              onChange={(goal_successes) => change({ goal_successes })}
            />
          )}
        </Field>
        <Field label={t('plan.goalRevenue')}>
          {(id) => (
            <MoneyInput
              id={id}
              value={draft.goal_revenue_fen}
              onChange={(goal_revenue_fen) => change({ goal_revenue_fen })}
            />
          )}
        </Field>
      </FieldGrid>
    </Section>
  );
}

/** Another objective brings its own model: the proposed audience follows as long as nobody has changed it. */
function withObjective(draft: Draft, objective: Draft['objective'], choices: Choices): Partial<Draft> {
  const before = choices.models[draft.objective] ?? '';
  const model = choices.models[objective] ?? '';
  const untouched = said(draft.audience) === said(proposedAudience(before)) || draft.audience.rules.length === 0;
  return {
    objective,
    ...(untouched ? { audience: proposedAudience(model) } : {}),
    ...(model ? {} : { offer_choice: 'fixed' as const }),
  };
}

const said = (tree: Draft['audience']) =>
  JSON.stringify(tree.rules.map((rule) => ('field' in rule ? [rule.field, rule.operator, rule.value] : rule)));

function Whose({ draft, change, fields, saved }: Omit<Props, 'choices'>) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const me = useMe();
  const units = fields.find((field) => field.kind === 'org')?.values ?? [];
  return (
    <Field label={t('plan.unit')} hint={saved ? t('plan.fixedHint') : t('plan.unitHint')}>
      {(id) => (
        <Select
          id={id}
          aria-label={t('plan.unit')}
          disabled={saved}
          value={draft.org_code || me.org_code || null}
          showSearch={{ optionFilterProp: 'label' }}
          options={units.map((unit) => ({ value: unit.value, label: `${nameOf(unit)} ${unit.value}` }))}
          onChange={(org_code: string) => change({ org_code })}
        />
      )}
    </Field>
  );
}

function Cycle({ draft, change, saved }: Pick<Props, 'draft' | 'change' | 'saved'>) {
  const t = useWords('campaign');
  const format = useFormat();
  const today = useToday();
  const known = cyclesFrom(today);
  const cycles = known.includes(draft.cycle) ? known : [draft.cycle, ...known];
  return (
    <Field label={t('plan.cycle')} {...(saved ? { hint: t('plan.fixedHint') } : {})}>
      {(id) => (
        <Select
          id={id}
          aria-label={t('plan.cycle')}
          disabled={saved}
          value={draft.cycle}
          options={cycles.map((cycle) => ({ value: cycle, label: format.month(cycle) }))}
          onChange={(cycle: string) => change({ cycle, ...daysOf(cycle, today) })}
        />
      )}
    </Field>
  );
}
