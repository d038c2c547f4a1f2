import { useNameOf, useWords } from '@gridloop/i18n';
import { Section } from '@gridloop/ui';
import { Input, Radio } from 'antd';

import type { Choices } from '../audience';
import type { Change, Draft } from '../draft';
import { CountInput } from './Amounts';
import { Field, FieldGrid } from './Field';

interface Props {
  draft: Draft;
  change: Change;
  choices: Choices;
}

/** How, by whom, and when. */
export function ChannelPart({ draft, change, choices }: Props) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const named = (list: Choices['channels']) => list.map((one) => ({ value: one.value, label: nameOf(one) }));
  return (
    <Section title={t('part.channel')}>
      <FieldGrid>
        <Field label={t('plan.channel')}>
          {(id) => (
            <Radio.Group
              id={id}
              aria-label={t('plan.channel')}
              optionType="button"
              value={draft.channel}
              options={named(choices.channels)}
              onChange={(event) => change({ channel: event.target.value as Draft['channel'] })}
            />
          )}
        </Field>
        <Field label={t('plan.routing')}>
          {(id) => (
            <Radio.Group
              id={id}
              aria-label={t('plan.routing')}
              optionType="button"
              value={draft.routing}
              options={named(choices.routings)}
              onChange={(event) => change({ routing: event.target.value as Draft['routing'] })}
            />
          )}
        </Field>
        <Field label={t('plan.startsOn')}>
          {(id) => (
            <Input
              id={id}
              type="date"
              value={draft.starts_on}
              onChange={(event) => change({ starts_on: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('plan.endsOn')}>
          {(id) => (
            <Input
              id={id}
              type="date"
              value={draft.ends_on}
              min={draft.starts_on}
              onChange={(event) => change({ ends_on: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('plan.window')} hint={t('plan.windowHint')}>
          {(id) => (
            <CountInput
              id={id}
              most={365}
              suffix={t('unit.days')}
              value={draft.success_window_days}
              onChange={(days) => change({ success_window_days: Math.max(days, 1) })}
            />
          )}
        </Field>
        <Field label={t('plan.priority')} hint={t('plan.priorityHint')}>
          {(id) => (
            <CountInput id={id} most={100} value={draft.priority} onChange={(priority) => change({ priority })} />
          )}
        </Field>
      </FieldGrid>
    </Section>
  );
}
