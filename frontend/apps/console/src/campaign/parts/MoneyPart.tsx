import { useNameOf, useWords } from '@gridloop/i18n';
import { Section } from '@gridloop/ui';
import { InputNumber } from 'antd';

import type { Choices } from '../audience';
import type { Change, Draft } from '../draft';
import { MoneyInput, ShareInput } from './Amounts';
import { Field, FieldGrid } from './Field';

interface Props {
  draft: Draft;
  change: Change;
  choices: Choices;
}

/** What it may cost, whose time it may take, and who is left alone so that the effect can be proven. */
export function MoneyPart({ draft, change, choices }: Props) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  return (
    <Section title={t('part.money')}>
      <FieldGrid>
        <Field label={t('plan.budget')}>
          {(id) => <MoneyInput id={id} value={draft.budget_fen} onChange={(budget_fen) => change({ budget_fen })} />}
        </Field>
        {choices.channels.map((channel) => (
          <Field key={channel.value} label={t('plan.unitCost', { channel: nameOf(channel) })}>
            {(id) => (
              <MoneyInput
                id={id}
                value={draft.unit_costs_fen[channel.value] ?? 0}
                onChange={(cost) => change({ unit_costs_fen: { ...draft.unit_costs_fen, [channel.value]: cost } })}
              />
            )}
          </Field>
        ))}
        <Field label={t('plan.control')} hint={t('plan.controlHint')}>
          {(id) => (
            <ShareInput
              id={id}
              most={50}
              value={draft.control_share}
              onChange={(control_share) => change({ control_share })}
            />
          )}
        </Field>
        <Field label={t('plan.capacity')} hint={t('plan.capacityHint')}>
          {(id) => (
            <ShareInput
              id={id}
              least={1}
              value={draft.capacity_share}
              onChange={(capacity_share) => change({ capacity_share })}
            />
          )}
        </Field>
        <Field label={t('plan.maxTargets')} hint={t('plan.maxTargetsHint')}>
          {(id) => (
            <InputNumber
              id={id}
              style={{ width: '100%' }}
              min={1}
              precision={0}
              placeholder={t('plan.noLimit')}
              value={draft.max_targets}
              onChange={(max_targets) => change({ max_targets })}
            />
          )}
        </Field>
      </FieldGrid>
    </Section>
  );
}
