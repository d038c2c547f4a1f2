import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { ErrorState, Loading, Section, Stack } from '@gridloop/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';

import type { Choices, Count, FieldGiven, Size } from '../audience';
import { proposedAudience, type Change, type Draft } from '../draft';
import { AskCustomer } from './AskCustomer';
import { AudienceBuilder } from './AudienceBuilder';
import { AudienceCount, AudienceFigures } from './AudienceCount';
import { ExclusionsPart } from './ExclusionsPart';
import style from './Plan.module.css';
import { TemplateBar } from './TemplateBar';

interface Props {
  draft: Draft;
  change: Change;
  choices: Choices;
  fields: FieldGiven[];
  sized: UseQueryResult<Size>;
  counted: UseQueryResult<Count>;
}

/** Who: conditions with live counts, who is left out, whom the rest describes. */
export function AudiencePart({ draft, change, choices, fields, sized, counted }: Props) {
  const t = useWords('campaign');
  const format = useFormat();
  const asOf = counted.data?.as_of;
  return (
    <Section
      title={t('part.audience')}
      lead={asOf ? t('part.audienceLead', { date: format.date(asOf) }) : undefined}
      extra={<TemplateBar draft={draft} change={change} />}
    >
      <Stack>
        <FromModel draft={draft} change={change} choices={choices} fields={fields} />
        <AudienceBuilder
          fields={fields}
          choices={choices}
          conditions={draft.audience}
          onChange={(audience) => change({ audience })}
        />
        {/* beside the conditions: who changes one sees at once what it does */}
        {!counted.isError && <AudienceFigures size={sized} count={counted} />}
        <h3 className={style.part}>{t('exclude.title')}</h3>
        <ExclusionsPart
          exclusions={draft.exclusions}
          fields={fields}
          onChange={(exclusions) => change({ exclusions })}
        />
        <h3 className={style.part}>{t('profile.title')}</h3>
        {counted.isError ? (
          <ErrorState error={counted.error} onRetry={() => void counted.refetch()} />
        ) : (
          <Whom count={counted} />
        )}
        <h3 className={style.part}>{t('why.title')}</h3>
        <AskCustomer draft={draft} />
      </Stack>
    </Section>
  );
}

function Whom({ count }: { count: UseQueryResult<Count> }) {
  if (!count.data) return <Loading />;
  return (
    <div aria-busy={count.isFetching} className={count.isFetching ? style.stale : ''}>
      <AudienceCount count={count.data} />
    </div>
  );
}

/** An empty audience can begin with the customers whom the objective's model finds worth a contact. */
function FromModel({ draft, change, choices, fields }: Omit<Props, 'sized' | 'counted'>) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const model = choices.models[draft.objective] ?? '';
  const field = fields.find((one) => one.name === `score.${model}.expected_value_fen`);
  if (draft.audience.rules.length > 0 || !field) return null;
  return (
    <div>
      <Button onClick={() => change({ audience: proposedAudience(model) })}>
        {t('builder.fromModel', { field: nameOf(field) })}
      </Button>
    </div>
  );
}
