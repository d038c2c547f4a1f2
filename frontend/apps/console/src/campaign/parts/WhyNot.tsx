import { useFormat, useWords } from '@gridloop/i18n';
import { Loaded, Section, Stack } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useSearchParams } from 'react-router';

import { whyNot } from '../targets';
import { VerdictLine } from './VerdictLine';

const IN_IT = ['chosen', 'control'];

/** Why is this customer in the campaign, or why not? */
export function WhyNot({ code }: { code: string }) {
  const t = useWords('campaign');
  const [params, setParams] = useSearchParams();
  const customer = params.get('customer') ?? '';
  const ask = (text: string) =>
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        if (text.trim()) next.set('customer', text.trim());
        else next.delete('customer');
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return (
    <Section title={t('why.title')} lead={t('why.lead')}>
      <Stack>
        <Input.Search
          key={customer}
          style={{ maxWidth: 360 }}
          defaultValue={customer}
          placeholder={t('why.customer')}
          aria-label={t('why.customer')}
          enterButton={t('why.ask')}
          onSearch={ask}
        />
        {customer && <Answer code={code} customer={customer} />}
      </Stack>
    </Section>
  );
}

function Answer({ code, customer }: { code: string; customer: string }) {
  const t = useWords('campaign');
  const format = useFormat();
  const found = useQuery(whyNot(code, customer));
  return (
    <div aria-live="polite">
      <Loaded query={found} rows={1}>
        {(answer) => (
          <VerdictLine answer={answer} isIn={IN_IT.includes(answer.verdict)}>
            {answer.decided_at && <small> {t('why.decided', { time: format.dateTime(answer.decided_at) })}</small>}
          </VerdictLine>
        )}
      </Loaded>
    </div>
  );
}
