import { useFormat, useWords } from '@gridloop/i18n';
import { Facts, Loaded, Stack } from '@gridloop/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import { Link } from 'react-router';

import { hasEnded, loadNumbered, type Load } from '../loads';
import style from './ContractEditor.module.css';
import { BatchStateMark } from './BatchStateMark';
import { LoadState } from './LoadState';

interface Props {
  jobId: number;
  feed: string;
  onAgain: () => void;
  onClose: () => void;
}

/** What becomes of a file that was handed in, and what to do next. */
export function UploadProgress({ jobId, feed, onAgain, onClose }: Props) {
  const t = useWords('lake');
  const cache = useQueryClient();
  const load = useQuery(loadNumbered(jobId));
  const ended = load.data !== undefined && hasEnded(load.data);
  useEffect(() => {
    if (ended)
      void cache.invalidateQueries({ queryKey: ['lake'], predicate: ({ queryKey }) => queryKey[1] !== 'loads' });
  }, [ended, cache]);
  return (
    <div aria-live="polite">
      <Loaded query={load} rows={2}>
        {(found) => (
          <Stack>
            {hasEnded(found) ? <Outcome load={found} feed={feed} /> : <Going load={found} />}
            <div className={style.actions}>
              <Button type="primary" onClick={onClose}>
                {t(hasEnded(found) ? 'upload.done' : 'upload.leave')}
              </Button>
              {hasEnded(found) && <Button onClick={onAgain}>{t('upload.again')}</Button>}
            </div>
          </Stack>
        )}
      </Loaded>
    </div>
  );
}

function Going({ load }: { load: Load }) {
  const t = useWords('lake');
  return (
    <>
      <p>{t('upload.waiting', { file: load.files[0] ?? '' })}</p>
      <LoadState load={load} />
    </>
  );
}

function Outcome({ load, feed }: { load: Load; feed: string }) {
  const t = useWords('lake');
  const format = useFormat();
  const { batch } = load;
  if (!batch) return <p>{load.state === 'stopped' ? t('load.states.stopped') : load.error}</p>;
  const to = `/lake/batches/${String(batch.id)}`;
  const refused = batch.state === 'failed' && load.state !== 'stopped';
  return (
    <>
      <Facts
        facts={[
          { label: t('batch.file'), value: <Link to={to}>{batch.file_name}</Link> },
          { label: t('batch.businessDate'), value: format.date(batch.business_date) },
          { label: t('batch.state'), value: <BatchStateMark batch={batch} /> },
          ...(batch.error
            ? [
                { label: t('batch.error'), value: batch.error.text },
                ...(batch.error.mend ? [{ label: t('quarantine.mend'), value: batch.error.mend }] : []),
              ]
            : [
                { label: t('batch.read'), value: format.count(batch.rows_read) },
                { label: t('batch.loaded'), value: format.count(batch.rows_loaded) },
                { label: t('batch.quarantined'), value: format.count(batch.rows_quarantined) },
              ]),
        ]}
      />
      {load.found_again && <p>{t('upload.foundAgain')}</p>}
      <p className={style.actions}>
        {batch.rows_quarantined > 0 && (
          <Link to={to}>{t('upload.mend', { rows: format.count(batch.rows_quarantined) })}</Link>
        )}
        {refused && batch.held && <Link to={to}>{t('upload.decide')}</Link>}
        {refused && !batch.held && <Link to={`/lake/feeds/${feed}/contract`}>{t('upload.contract')}</Link>}
      </p>
    </>
  );
}
