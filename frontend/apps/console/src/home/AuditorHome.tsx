import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, useActor, useAuditWords, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import { auditPage, type AuditLine } from './audit';
import { openChecksPage, type TruthCheck } from './truth-checks';

/** What looks wrong? Reports that wait to be checked, and the latest acts. */
export function AuditorHome() {
  const t = useWords('home');
  return (
    <>
      <PageHeader title={t('auditor.title')} lead={t('auditor.lead')} />
      <Checks />
      <Acts />
    </>
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
