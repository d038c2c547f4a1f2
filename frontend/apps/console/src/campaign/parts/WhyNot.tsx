import { useLanguage, useFormat, useWords } from '@gridloop/i18n';
import { Loaded, Section, Stack, State } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { Link, useSearchParams } from 'react-router';

import { choices, fields } from '../audience';
import { useFieldValue } from '../fieldValue';
import { whyNot, type Unmet } from '../targets';
import { OneCondition } from './ConditionWords';

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
  const language = useLanguage();
  const format = useFormat();
  const found = useQuery(whyNot(code, customer));
  return (
    <div aria-live="polite">
      <Loaded query={found} rows={1}>
        {(answer) => (
          <p>
            <Link to={`/monitor/customers/${answer.customer_id}`}>{answer.customer_id}</Link>{' '}
            <State tone={IN_IT.includes(answer.verdict) ? 'done' : 'idle'}>
              {(language === 'zh' ? answer.text_zh : answer.text_en) || t('why.unknown')}
            </State>
            {answer.decided_at && <small> {t('why.decided', { time: format.dateTime(answer.decided_at) })}</small>}
            {answer.unmet && <UnmetWords unmet={answer.unmet} />}
          </p>
        )}
      </Loaded>
    </div>
  );
}

/** The first condition that he does not meet, his own value beside it, and how fresh that is. */
function UnmetWords({ unmet }: { unmet: Unmet }) {
  const t = useWords('campaign');
  const format = useFormat();
  const given = useQuery(fields);
  const chosen = useQuery(choices);
  const field = given.data?.find((one) => one.name === unmet.field);
  const say = useFieldValue(field);
  if (!given.data || !chosen.data) return null;
  const rule = { field: unmet.field, operator: unmet.operator, value: unmet.value };
  return (
    <>
      <br />
      {t(unmet.negated ? 'why.mustNot' : 'why.first')}{' '}
      <OneCondition rule={rule} fields={given.data} choices={chosen.data} />
      {unmet.alternatives > 1 && <> {t('why.alternatives', { count: unmet.alternatives })}</>}
      <br />
      {t('why.actual')} <strong>{say(unmet.actual)}</strong>{' '}
      <small>{t('why.asOf', { month: format.month(unmet.month), time: format.dateTime(unmet.computed_at) })}</small>
    </>
  );
}
