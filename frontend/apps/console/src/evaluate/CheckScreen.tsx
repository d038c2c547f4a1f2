import { useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { Columns, Facts, Loaded, PageHeader, Section, Stack, useActor } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';

import { CheckAnswer } from './parts/CheckAnswer';
import { CheckStateMark } from './parts/CheckStateMark';
import { checkNumbered, oldestOpen, type TruthCheck } from './truth';
import { AUDITORS } from './who';

/** One question about one report: why it is asked, what to ask the customer, and what was found out. */
export function Component() {
  const t = useWords('evaluate');
  const { id = '' } = useParams();
  const check = useQuery(checkNumbered(Number(id)));
  const crumbs = [{ label: t('truth.title'), to: '/evaluate/truth' }];
  return (
    <Loaded query={check} header={<PageHeader title={t('check.title', { id })} crumbs={crumbs} />}>
      {(found) => (
        <>
          <PageHeader title={found.kind_name} lead={found.reason} crumbs={crumbs} actions={<Next id={found.id} />} />
          <Columns>
            <Section title={t('check.report')}>
              <Report check={found} />
            </Section>
            <Answer key={found.id} check={found} />
          </Columns>
        </>
      )}
    </Loaded>
  );
}

/** The way to the next question that waits. */
function Next({ id }: { id: number }) {
  const t = useWords('evaluate');
  const next = useQuery(oldestOpen).data?.find((one) => one.id !== id);
  return next ? <Link to={`/evaluate/truth/checks/${next.id}`}>{t('check.next')}</Link> : null;
}

function Report({ check }: { check: TruthCheck }) {
  const t = useWords('evaluate');
  const format = useFormat();
  return (
    <Facts
      facts={[
        { label: t('check.state'), value: <CheckStateMark state={check.state} /> },
        {
          label: t('check.person'),
          value: (
            <Link to={`/evaluate/truth?person_code=${check.person_code}&state=all`}>
              {`${check.person_name} ${check.person_code}`}
            </Link>
          ),
        },
        { label: t('check.claim'), value: t(`outcomes.${check.claim}`) },
        { label: t('check.channel'), value: t(`channels.${check.channel}`) },
        { label: t('check.claimedAt'), value: format.dateTime(check.claimed_at) },
        {
          label: t('check.customer'),
          value: <Link to={`/monitor/customers/${check.customer_id}`}>{check.customer_id}</Link>,
        },
        {
          label: t('check.order'),
          value: check.order_id ? <Link to={`/dispatch/orders/${check.order_id}`}>{check.order_id}</Link> : '–',
        },
        { label: t('check.openedAt'), value: format.dateTime(check.opened_at) },
      ]}
    />
  );
}

function Answer({ check }: { check: TruthCheck }) {
  const t = useWords('evaluate');
  const actor = useActor();
  const format = useFormat();
  const mayAnswer = AUDITORS.includes(useMe().role);
  if (check.state !== 'open') {
    return (
      <Section title={t('check.answer')}>
        <Facts
          facts={[
            { label: t('check.answer'), value: <CheckStateMark state={check.state} /> },
            { label: t('check.note'), value: check.note || '–' },
            { label: t('check.decidedBy'), value: actor(check.decided_by, check.decided_by_name) },
            { label: t('check.decidedAt'), value: format.dateTime(check.decided_at) },
          ]}
        />
      </Section>
    );
  }
  return (
    <Section title={t('check.ask')} lead={check.question}>
      <Stack>{mayAnswer ? <CheckAnswer id={check.id} /> : <p>{t('check.forAuditor')}</p>}</Stack>
    </Section>
  );
}
