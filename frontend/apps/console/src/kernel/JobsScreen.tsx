import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, State, useActor, type Column, type Tone } from '@gridloop/ui';

import { jobsPage, type Job } from './jobs';

const TONES: Record<string, Tone> = { queued: 'idle', running: 'active', done: 'done', failed: 'attention' };

/** Long work: what runs, what is done, what failed and why. */
export function Component() {
  const t = useWords('kernel');
  const format = useFormat();
  const actor = useActor();
  const columns: Column<Job>[] = [
    { key: 'kind', title: t('job.kind'), sortable: true, render: (job) => <JobName job={job} /> },
    {
      key: 'state',
      title: t('job.state'),
      sortable: true,
      render: (job) => <State tone={TONES[job.state] ?? 'idle'}>{t(`job.states.${job.state}`)}</State>,
    },
    { key: 'progress', title: t('job.progress'), numeric: true, render: (job) => <Progress job={job} /> },
    {
      key: 'requested_by',
      title: t('job.requestedBy'),
      render: (job) => actor(job.requested_by, job.requested_by_name),
    },
    { key: 'attempts', title: t('job.attempts'), numeric: true, wideOnly: true },
    {
      key: 'created_at',
      title: t('job.createdAt'),
      sortable: true,
      render: (job) => format.dateTime(job.created_at),
    },
    { key: 'finished_at', title: t('job.finishedAt'), render: (job) => format.dateTime(job.finished_at) },
  ];
  return (
    <>
      <PageHeader title={t('job.title')} lead={t('job.lead')} />
      <Section title={t('job.list')} flush>
        <DataTable
          label={t('job.list')}
          columns={columns}
          rowKey={(job) => String(job.id)}
          page={jobsPage}
          exportName="jobs"
          empty={<EmptyState title={t('job.none')} hint={t('job.noneHint')} />}
        />
      </Section>
    </>
  );
}

function JobName({ job }: { job: Job }) {
  return (
    <>
      {job.kind} <small>{job.key}</small>
      {job.error && <div>{job.error}</div>}
    </>
  );
}

function Progress({ job }: { job: Job }) {
  const format = useFormat();
  if (job.progress_total === 0) return '–';
  return `${format.count(job.progress_done)} / ${format.count(job.progress_total)}`;
}
