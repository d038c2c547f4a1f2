import { useFormat, useWords } from '@gridloop/i18n';
import { Loaded, Section, Stack, State, StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Input, Radio } from 'antd';
import { Link, useSearchParams } from 'react-router';

import { ASKED_CHANNELS, gateAnswer, type AskedChannel, type GateAnswer } from '../gate';

type Check = GateAnswer['checks'][number];

/** May this customer be contacted today, and which question decides it? */
export function CustomerCheck() {
  const t = useWords('contact');
  const [params, setParams] = useSearchParams();
  const customer = params.get('customer') ?? '';
  const channel = ASKED_CHANNELS.find((one) => one === params.get('channel')) ?? 'visit';
  const ask = (wanted: string, by: AskedChannel) =>
    setParams(wanted ? { customer: wanted, channel: by } : {}, { replace: true });
  return (
    <Section title={t('check.title')} lead={t('check.lead')}>
      <Stack>
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12 }}>
          <Input.Search
            key={customer}
            style={{ maxWidth: 320 }}
            defaultValue={customer}
            placeholder={t('check.customer')}
            aria-label={t('check.customer')}
            enterButton={t('check.ask')}
            onSearch={(text) => ask(text.trim(), channel)}
          />
          <Radio.Group
            aria-label={t('channel')}
            optionType="button"
            value={channel}
            options={ASKED_CHANNELS.map((one) => ({ value: one, label: t(`channels.${one}`) }))}
            onChange={(event) => ask(customer, event.target.value as AskedChannel)}
          />
        </div>
        {customer && <Answer customer={customer} channel={channel} />}
      </Stack>
    </Section>
  );
}

function Answer({ customer, channel }: { customer: string; channel: AskedChannel }) {
  const t = useWords('contact');
  const format = useFormat();
  const asked = useQuery(gateAnswer(customer, channel));
  const columns: Column<Check>[] = [
    { key: 'text', title: t('check.question'), render: (check) => check.text },
    {
      key: 'held',
      title: t('check.answer'),
      render: (check) => (
        <State tone={check.held ? 'attention' : 'done'}>{t(check.held ? 'check.held' : 'check.free')}</State>
      ),
    },
  ];
  return (
    <div aria-live="polite">
      <Loaded query={asked}>
        {(answer) => (
          <Stack>
            <p>
              <Link to={`/monitor/customers/${answer.customer_id}`}>{answer.customer_id}</Link>
              {` · ${t(`channels.${answer.channel}`)} · ${format.date(answer.on)} · `}
              <strong>{answer.text}</strong>
            </p>
            <StaticTable
              label={t('check.title')}
              columns={columns}
              rows={answer.checks}
              rowKey={(check) => check.reason}
            />
          </Stack>
        )}
      </Loaded>
    </div>
  );
}
