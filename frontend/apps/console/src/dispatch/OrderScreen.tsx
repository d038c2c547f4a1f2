import { useFormat, useLanguage, useNameOf, useWords } from '@gridloop/i18n';
import { Columns, Facts, Loaded, PageHeader, Section, Stack, useConfirm, useTell } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link, useParams } from 'react-router';

import { orderNumbered, useRecall, type OrderDetail } from './orders';
import { History } from './parts/History';
import { OrderStateMark } from './parts/OrderStateMark';
import { ReassignPanel } from './parts/ReassignPanel';

/** One order: for whom, why, with what words, and what happened to it. */
export function Component() {
  const order = useQuery(orderNumbered(useParams().id ?? ''));
  return <Loaded query={order}>{(found) => <Order order={found} />}</Loaded>;
}

function Order({ order }: { order: OrderDetail }) {
  const t = useWords('dispatch');
  const language = useLanguage();
  return (
    <>
      <PageHeader
        title={order.customer_name || order.customer_id}
        lead={order.campaign_name?.[language] ?? t(`order.sources.${order.source_kind}`)}
        crumbs={[{ label: t('orders.title'), to: '/dispatch' }]}
        actions={order.may.includes('recall') ? <Recall order={order} /> : null}
      />
      <Columns>
        <Section title={t('order.who')}>
          <Who order={order} />
        </Section>
        <Section title={t('order.why')}>
          <Stack>
            <ul>
              {order.reasons.map((reason) => (
                <li key={reason.code}>{reason[language]}</li>
              ))}
            </ul>
            <p>{order.script[language]}</p>
          </Stack>
        </Section>
      </Columns>
      <Section title={t('history.title')} flush>
        <History order={order} />
      </Section>
      {order.may.includes('reassign') && <ReassignPanel order={order} />}
    </>
  );
}

function Who({ order }: { order: OrderDetail }) {
  const t = useWords('dispatch');
  const nameOf = useNameOf();
  const format = useFormat();
  const language = useLanguage();
  return (
    <Facts
      facts={[
        { label: t('order.state'), value: <OrderStateMark state={order.state} overdue={order.overdue} /> },
        ...(order.state_reason ? [{ label: t('order.stateReason'), value: order.state_reason[language] }] : []),
        { label: t('order.outcome'), value: order.outcome ? t(`order.outcomes.${order.outcome}`) : '–' },
        {
          label: t('order.customer'),
          value: <Link to={`/monitor/customers/${order.customer_id}`}>{order.customer_name || order.customer_id}</Link>,
        },
        { label: t('order.phone'), value: order.phone_masked || '–' },
        { label: t('order.address'), value: order.address || '–' },
        { label: t('order.offer'), value: order.offer?.name[language] ?? '–' },
        { label: t('order.current'), value: order.current?.offer_name?.[language] ?? '–' },
        { label: t('order.assignee'), value: order.assignee_name || order.assignee_code },
        {
          label: t('order.grid'),
          value: nameOf({ name_zh: order.grid_name_zh, name_en: order.grid_name_en }),
        },
        { label: t('order.plannedOn'), value: format.date(order.planned_on) },
        { label: t('order.dueOn'), value: format.date(order.due_on) },
        { label: t('order.contacts'), value: format.count(order.contacts) },
      ]}
    />
  );
}

function Recall({ order }: { order: OrderDetail }) {
  const t = useWords('dispatch');
  const confirm = useConfirm();
  const tell = useTell();
  const recall = useRecall();
  const ask = async () => {
    const sure = await confirm({
      title: t('recall.title'),
      body: t('recall.body'),
      verb: t('recall.verb'),
      grave: true,
    });
    if (!sure) return;
    const told = { onSuccess: () => tell.done(t('recall.done')), onError: tell.failed };
    recall.mutate({ order_ids: [order.id], note: '' }, told);
  };
  return (
    <Button danger loading={recall.isPending} onClick={() => void ask()}>
      {t('recall.verb')}
    </Button>
  );
}
