import { useNameOf, useWords } from '@gridloop/i18n';
import { Section, Stack } from '@gridloop/ui';
import { Radio, Select } from 'antd';
import { Link } from 'react-router';

import type { Choices } from '../audience';
import type { Change, Draft } from '../draft';
import { Field, FieldGrid } from './Field';
import { ScriptEditor } from './ScriptEditor';

interface Props {
  draft: Draft;
  change: Change;
  choices: Choices;
}

/** What is offered, and what to say. */
export function OfferPart({ draft, change, choices }: Props) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const model = choices.models[draft.objective] ?? '';
  return (
    <Section title={t('part.offer')} lead={t('part.offerLead')}>
      <Stack>
        <FieldGrid>
          <Field
            label={t('plan.offerChoice')}
            hint={model ? <Link to={`/mining/models/${model}`}>{t('plan.whyModel')}</Link> : t('plan.noModel')}
          >
            {(id) => (
              <Radio.Group
                id={id}
                aria-label={t('plan.offerChoice')}
                value={draft.offer_choice}
                options={[
                  { value: 'matching', label: t('plan.matching'), disabled: !model },
                  { value: 'fixed', label: t('plan.fixed') },
                ]}
                onChange={(event) => change({ offer_choice: event.target.value as Draft['offer_choice'] })}
              />
            )}
          </Field>
          {draft.offer_choice === 'fixed' && (
            <Field
              label={t('plan.offer')}
              hint={draft.offer_code && <Link to={`/catalog/offers/${draft.offer_code}`}>{t('plan.offerTerms')}</Link>}
            >
              {(id) => (
                <Select
                  id={id}
                  aria-label={t('plan.offer')}
                  placeholder={t('builder.choose')}
                  value={draft.offer_code || null}
                  showSearch={{ optionFilterProp: 'label' }}
                  popupMatchSelectWidth={false}
                  options={choices.offers.map((one) => ({ value: one.value, label: `${nameOf(one)} ${one.value}` }))}
                  onChange={(offer_code: string) => change({ offer_code })}
                />
              )}
            </Field>
          )}
        </FieldGrid>
        <ScriptEditor scripts={draft.scripts} choices={choices} onChange={(scripts) => change({ scripts })} />
      </Stack>
    </Section>
  );
}
