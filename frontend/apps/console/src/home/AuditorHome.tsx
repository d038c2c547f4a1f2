import { useFormat, useWords } from '@gridloop/i18n';
import {
  DataTable,
  EmptyState,
  Loaded,
  PageHeader,
  Section,
  StaticTable,
  useActor,
  useAuditWords,
  type Column,
} from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';

import { auditPage, type AuditLine } from './audit';
import { openChecksPage, waitingChecks, type TruthCheck, type WaitingChecks } from './truth-checks';

/** What looks wrong? Reports that wait to be checked, first by kind, then one by one; and the latest acts. */
export function AuditorHome() {
  const t = useWords('home');
  return (
    <>
      <PageHeader title={t('auditor.title')} lead={t('auditor.lead')} />
      <Kinds />
      <Checks />
      <Acts />
    </>
  );
}

const TRUTH = '/evaluate/truth';

function Kinds() {
  const t = useWords('home');
  const format = useFormat();
  const columns: Column<WaitingChecks>[] = [
    {
      key: 'kind',
      title: t('wrong.kind'),
      render: (group) => <Link to={`${TRUTH}?kind=${group.kind}`}>{group.kind_name}</Link>,
    },
    {
      key: 'open',
      title: t('wrong.open'),
      numeric: true,
      render: (group) => <Link to={`${TRUTH}?kind=${group.kind}`}>{format.count(group.open)}</Link>,
    },
    {
      key: 'people',
      title: t('wrong.people'),
      numeric: true,
      render: (group) => <Link to={`${TRUTH}?kind=${group.kind}&sort=person_code`}>{format.count(group.people)}</Link>,
    },
    {
      key: 'most',
      title: t('wrong.most'),
      render: (group) => (
        <Link to={`${TRUTH}?kind=${group.kind}&person_code=${group.most_person_code}`}>
          {t('wrong.mostOf', { name: group.most_person_name, count: group.most_open })}
        </Link>
      ),
    },
    {
      key: 'since',
      title: t('wrong.since'),
      render: (group) => <Link to={`${TRUTH}?kind=${group.kind}&sort=claimed_at`}>{format.dateTime(group.since)}</Link>,
    },
  ];
  return (
    <Section title={t('wrong.title')} lead={t('wrong.lead')} flush>
      <Loaded query={useQuery(waitingChecks)} rows={3}>
        {(groups) =>
          groups.length ? (
            <StaticTable label={t('wrong.title')} columns={columns} rows={groups} rowKey={(group) => group.kind} />
          ) : (
            <EmptyState title={t('check.none')} />
          )
        }
      </Loaded>
    </Section>
  );
}

function Checks() {
  const t = useWords('home');
  const format = useFormat();
  const columns: Column<TruthCheck>[] = [
    {
      key: 'kind',
      title: t('check.kind'),
      sortable: true,
      render: (check) => <Link to={`/evaluate/truth/checks/${check.id}`}>{check.kind_name}</Link>,
    },
    { key: 'reason', title: t('check.reason') },
    { key: 'person_code', title: t('check.person'), sortable: true, render: (check) => check.person_name },
    { key: 'claim', title: t('check.claim'), render: (check) => t(`check.claims.${check.claim}`) },
    {
      key: 'claimed_at',
      title: t('check.claimedAt'),
      sortable: true,
      render: (check) => format.dateTime(check.claimed_at),
    },
  ];
  return (
    <Section
      title={t('check.title')}
      lead={t('check.lead')}
      extra={<Link to="/evaluate/truth">{t('check.more')}</Link>}
      flush
    >
      <DataTable
        label={t('check.title')}
        columns={columns}
        rowKey={(check) => String(check.id)}
        page={openChecksPage}
        prefix="c."
        empty={<EmptyState title={t('check.none')} />}
      />
    </Section>
  );
}

function Acts() {
  const t = useWords('home');
  const format = useFormat();
  const actor = useActor();
  const said = useAuditWords();
  const columns: Column<AuditLine>[] = [
    { key: 'at', title: t('act.at'), render: (line) => format.dateTime(line.at) },
    { key: 'actor', title: t('act.actor'), render: (line) => actor(line.actor, line.actor_name) },
    { key: 'action', title: t('act.action'), render: said.action },
    { key: 'object', title: t('act.object'), render: said.object },
  ];
  return (
    <Section title={t('act.title')} extra={<Link to="/kernel/audit">{t('act.more')}</Link>} flush>
      <DataTable
        label={t('act.title')}
        columns={columns}
        rowKey={(line) => String(line.id)}
        page={auditPage}
        prefix="a."
      />
    </Section>
  );
}
