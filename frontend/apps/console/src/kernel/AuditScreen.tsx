import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, PageHeader, Section, useActor, useAuditWords, type Column } from '@gridloop/ui';

import style from './AuditScreen.module.css';
import { auditPage, type AuditLine } from './audit';
import { AuditDetail } from './parts/AuditDetail';

/** Who did what, when: every change and every look-up of protected data. */
export function Component() {
  const t = useWords('kernel');
  const format = useFormat();
  const actor = useActor();
  const said = useAuditWords();
  const columns: Column<AuditLine>[] = [
    {
      key: 'at',
      title: t('audit.at'),
      sortable: true,
      render: (line) => format.dateTime(line.at),
      text: (line) => line.at,
    },
    {
      key: 'actor',
      title: t('audit.actor'),
      sortable: true,
      render: (line) => actor(line.actor, line.actor_name),
      text: (line) => `${line.actor_name} ${line.actor}`,
    },
    {
      key: 'action',
      title: t('audit.action'),
      sortable: true,
      render: (line) => (
        <>
          {said.action(line)}
          <div>
            <small>{line.action}</small>
          </div>
        </>
      ),
      text: (line) => line.action,
    },
    {
      key: 'object',
      title: t('audit.object'),
      render: (line) => <span className={style.id}>{said.object(line)}</span>,
      text: (line) => `${line.object_kind} ${line.object_id}`,
    },
    {
      key: 'detail',
      title: t('audit.detail'),
      render: (line) => <AuditDetail detail={line.detail} />,
      text: (line) => JSON.stringify(line.detail),
    },
  ];
  return (
    <>
      <PageHeader title={t('audit.title')} lead={t('audit.lead')} />
      <Section title={t('audit.list')} flush>
        <DataTable
          label={t('audit.list')}
          columns={columns}
          rowKey={(line) => String(line.id)}
          page={auditPage}
          search={t('audit.search')}
          exportName="audit"
          pageSize={50}
        />
      </Section>
    </>
  );
}
