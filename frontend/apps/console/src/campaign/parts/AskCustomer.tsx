import { useWords } from '@gridloop/i18n';
import { Loaded, Stack } from '@gridloop/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useMemo, useState } from 'react';

import { customerVerdict } from '../audience';
import { forecastBody, type Draft } from '../draft';
import { useSettled } from '../settled';
import { VerdictLine } from './VerdictLine';

const A_MOMENT = 500;

/** Is this customer in the audience as it is written now, and if not, why? The answer follows the conditions. */
export function AskCustomer({ draft }: { draft: Draft }) {
  const t = useWords('campaign');
  const [customer, setCustomer] = useState('');
  return (
    <Stack>
      <Input.Search
        style={{ maxWidth: 360 }}
        placeholder={t('why.customer')}
        aria-label={t('why.customer')}
        enterButton={t('why.ask')}
        onSearch={(text) => setCustomer(text.trim())}
      />
      {customer && <Answer draft={draft} customer={customer} />}
    </Stack>
  );
}

function Answer({ draft, customer }: { draft: Draft; customer: string }) {
  const written = useMemo(() => forecastBody(draft), [draft]);
  const { audience, exclusions, org_code, cycle, channel, starts_on } = useSettled(written, A_MOMENT);
  const found = useQuery({
    ...customerVerdict({
      ...{ audience, exclusions, org_code, cycle, channel },
      on: starts_on || null,
      customer_id: customer,
    }),
    placeholderData: keepPreviousData,
  });
  return (
    <div aria-live="polite">
      <Loaded query={found} rows={1}>
        {(answer) => <VerdictLine answer={answer} isIn={answer.verdict === 'in_audience'} />}
      </Loaded>
    </div>
  );
}
