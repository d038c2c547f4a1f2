import { useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import {
  Columns,
  EmptyState,
  Facts,
  Figure,
  Figures,
  Loaded,
  PageHeader,
  Section,
  State,
  StaticTable,
  useConfirm,
  useTell,
  useActor,
  type Column,
} from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link, useParams } from 'react-router';

import { batchNumbered, hasStopped, useLoadAgain, useReplayBatch, type BatchDetail } from './batches';
import { AcceptSection } from './parts/AcceptSection';
import { BatchStateMark } from './parts/BatchStateMark';
import { OpenLoads } from './parts/OpenLoads';
import { QuarantineTable } from './parts/QuarantineTable';
import { RollBack } from './parts/RollBack';
import { SheetSection } from './parts/SheetSection';
import { STEWARDS } from './stewards';
import { useTitles } from './titles';

/** Where the refused rows stand on the page, below what sums them up. */
const ROWS = 'refused-rows';

type Reason = BatchDetail['reasons'][number];

/** One delivered file: do its counts reconcile, what was refused and why. */
export function Component() {
  const t = useWords('lake');
  const { id = '' } = useParams();
  const batch = useQuery(batchNumbered(Number(id)));
  const header = <PageHeader title={`#${id}`} crumbs={[{ label: t('batches.title'), to: '/lake/batches' }]} />;
  return (
    <Loaded query={batch} header={header}>
      {(detail) => <Detail batch={detail} />}
    </Loaded>
  );
}

function Detail({ batch }: { batch: BatchDetail }) {
  const t = useWords('lake');
  const mayAct = STEWARDS.includes(useMe().role);
  return (
    <>
      <PageHeader
        title={batch.file_name}
        lead={<BatchStateMark batch={batch} />}
        crumbs={[{ label: t('batches.title'), to: '/lake/batches' }]}
        actions={<Acts batch={batch} />}
      />
      {batch.error && !batch.let_pass && (
        <Section title={t(hasStopped(batch) ? 'batch.stopped' : 'batch.error')}>
          <p>
            <State tone={hasStopped(batch) ? 'idle' : 'attention'}>{batch.error.text}</State>
          </p>
          <p>{batch.error.mend}</p>
        </Section>
      )}
      {batch.held && mayAct && <AcceptSection batch={batch} />}
      {(batch.state === 'loading' || batch.may_load_again || batch.let_pass) && <OpenLoads />}
      {batch.state === 'failed' ? (
        <Section
          title={t('batch.particulars')}
          lead={t(batch.held ? 'batch.nothingYet' : batch.let_pass ? 'accept.wait' : 'batch.nothingKept')}
        >
          <Particulars batch={batch} />
        </Section>
      ) : (
        <Rows batch={batch} mayAct={mayAct} />
      )}
    </>
  );
}

function Rows({ batch, mayAct }: { batch: BatchDetail; mayAct: boolean }) {
  const t = useWords('lake');
  return (
    <>
      <Counts batch={batch} />
      <Columns>
        <Section title={t('batch.reasons')} flush>
          <Reasons batch={batch} />
        </Section>
        <Section title={t('batch.particulars')}>
          <Particulars batch={batch} />
        </Section>
      </Columns>
      {mayAct && batch.reasons.length > 0 && <SheetSection batch={batch} />}
      <div id={ROWS}>
        <Section title={t('quarantine.list')} flush>
          <QuarantineTable
            batchId={batch.id}
            refusedFor={[...new Set(batch.reasons.map((one) => one.column))].filter(Boolean)}
          />
        </Section>
      </div>
    </>
  );
}

function Counts({ batch }: { batch: BatchDetail }) {
  const t = useWords('lake');
  const format = useFormat();
  const difference = batch.rows_read - batch.rows_loaded - batch.rows_quarantined;
  return (
    <Figures>
      <Figure label={t('batch.read')} value={format.count(batch.rows_read)} />
      <Figure
        label={t('batch.loaded')}
        value={format.count(batch.rows_loaded)}
        note={batch.rows_replayed > 0 ? t('batch.replayed', { rows: format.count(batch.rows_replayed) }) : ''}
      />
      <Figure label={t('batch.quarantined')} value={format.count(batch.rows_quarantined)} />
      <Figure
        label={t('batch.difference')}
        value={format.count(difference)}
        note={t(difference === 0 ? 'batch.reconciles' : 'batch.doesNotReconcile')}
        attention={difference !== 0}
      />
    </Figures>
  );
}

function Reasons({ batch }: { batch: BatchDetail }) {
  const t = useWords('lake');
  const format = useFormat();
  const columns: Column<Reason>[] = [
    { key: 'label', title: t('quarantine.reason') },
    { key: 'column', title: t('quarantine.column') },
    {
      key: 'rows',
      title: t('feed.rows'),
      numeric: true,
      render: (one) => (
        <Link
          to={`?${new URLSearchParams({ reason: one.reason, ...(one.column ? { column: one.column } : {}) }).toString()}`}
          preventScrollReset
          onClick={() => document.getElementById(ROWS)?.scrollIntoView({ block: 'start' })}
        >
          {format.count(one.rows)}
        </Link>
      ),
    },
  ];
  if (batch.reasons.length === 0) return <EmptyState title={t('quarantine.none')} />;
  return (
    <StaticTable
      label={t('batch.reasons')}
      columns={columns}
      rows={batch.reasons}
      rowKey={(one) => `${one.reason} ${one.column}`}
    />
  );
}

function Particulars({ batch }: { batch: BatchDetail }) {
  const t = useWords('lake');
  const actor = useActor();
  const format = useFormat();
  const title = useTitles();
  const published = Object.entries(batch.published);
  const decisions = (said: BatchDetail['accepted'], label: string) =>
    said ? [{ label, value: `${actor(said.by, said.by_name)} · ${format.dateTime(said.at)} · ${said.reason}` }] : [];
  return (
    <Facts
      facts={[
        {
          label: t('feed.feed'),
          value: (
            <>
              <Link to={`/lake/feeds/${batch.feed}`}>{title(`feed:${batch.feed}`)}</Link> · {batch.feed}
            </>
          ),
        },
        { label: t('batch.businessDate'), value: format.date(batch.business_date) },
        { label: t('batch.size'), value: format.bytes(batch.size) },
        { label: 'SHA-256', value: <code>{batch.sha256}</code> },
        { label: t('batch.contract'), value: batch.contract_version },
        { label: t('batch.loadedBy'), value: actor(batch.loaded_by, batch.loaded_by_name) },
        { label: t('batch.startedAt'), value: format.dateTime(batch.started_at) },
        { label: t('batch.finishedAt'), value: format.dateTime(batch.finished_at) },
        {
          label: t('batch.published'),
          value:
            published.length === 0
              ? '–'
              : published.map(([dataset, version]) => (
                  <div key={dataset}>
                    <Link to={`/lake/datasets/${dataset}`}>{title(dataset)}</Link> · {t('trace.version', { version })}
                  </div>
                )),
        },
        ...decisions(batch.accepted, t('accept.by')),
        ...decisions(batch.refused, t('accept.refusedBy')),
        ...decisions(batch.rolled_back, t('rollback.by')),
        ...batch.notes.map((note) => ({ label: t('batch.note'), value: `${note.text} ${note.mend}` })),
      ]}
    />
  );
}

function Acts({ batch }: { batch: BatchDetail }) {
  const mayAct = STEWARDS.includes(useMe().role);
  return (
    <>
      <Receipt batch={batch} />
      {mayAct && batch.may_load_again && <LoadAgain batch={batch} />}
      <Replay batch={batch} />
      {mayAct && batch.state === 'loaded' && <RollBack batch={batch} />}
    </>
  );
}

/** What whoever delivered the file wants to know: the same receipt as beside the drop folder. */
function Receipt({ batch }: { batch: BatchDetail }) {
  const t = useWords('lake');
  if (batch.state === 'loading') return null;
  return (
    <Button href={`/api/lake/batches/${String(batch.id)}/receipt`} download={`${batch.file_name}.json`}>
      {t('batch.receipt')}
    </Button>
  );
}

/** What was stopped or refused still lies where it was delivered. */
function LoadAgain({ batch }: { batch: BatchDetail }) {
  const t = useWords('lake');
  const tell = useTell();
  const again = useLoadAgain(batch.id);
  return (
    <Button
      loading={again.isPending}
      onClick={() => again.mutate(undefined, { onSuccess: () => tell.done(t('again.queued')), onError: tell.failed })}
    >
      {t('again.verb')}
    </Button>
  );
}

function Replay({ batch }: { batch: BatchDetail }) {
  const t = useWords('lake');
  const confirm = useConfirm();
  const tell = useTell();
  const replay = useReplayBatch(batch.id);
  const mayReplay = STEWARDS.includes(useMe().role) && batch.reasons.length > 0;
  if (!mayReplay) return null;
  const ask = async () => {
    const sure = await confirm({ title: t('replay.title'), body: t('replay.body'), verb: t('replay.verb') });
    if (!sure) return;
    replay.mutate(undefined, {
      onSuccess: (report) => tell.done(t('replay.done', { replayed: report.replayed, refused: report.still_refused })),
      onError: tell.failed,
    });
  };
  return (
    <Button loading={replay.isPending} onClick={() => void ask()}>
      {t('replay.verb')}
    </Button>
  );
}
