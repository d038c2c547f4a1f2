import { useFormat, useWords } from '@gridloop/i18n';
import { Meter, Stack, State, useTell, type Tone } from '@gridloop/ui';
import { Button } from 'antd';

import { useStopLoad, type Load } from '../loads';

const TONES: Record<Load['state'], Tone> = {
  queued: 'idle',
  running: 'active',
  done: 'done',
  failed: 'attention',
  stopped: 'idle',
};

/** How far a load is, and the way to stop it while nothing of it is visible. */
export function LoadState({ load }: { load: Load }) {
  const t = useWords('lake');
  const format = useFormat();
  const tell = useTell();
  const stop = useStopLoad();
  return (
    <Stack>
      <State tone={TONES[load.state]}>
        {load.stopping
          ? t('load.stopping')
          : load.state === 'queued' && load.ahead > 0
            ? t('load.ahead', { jobs: format.count(load.ahead) })
            : t(`load.states.${load.state}`)}
      </State>
      {load.state === 'running' && <Stage load={load} />}
      {load.may_stop && (
        <div>
          <Button
            size="small"
            loading={stop.isPending}
            aria-label={t('load.stopFile', { file: load.pulls ? load.feed : (load.files[0] ?? '') })}
            onClick={() => stop.mutate(load.job_id, { onError: tell.failed })}
          >
            {t('load.stop')}
          </Button>
        </div>
      )}
    </Stack>
  );
}

/** What a load is at; only of reading it is known how far it is. */
function Stage({ load }: { load: Load }) {
  const t = useWords('lake');
  const format = useFormat();
  const file = load.files.length > 1 && load.stage !== 'pulling' ? ` · ${load.at_file}` : '';
  if (load.stage === 'reading' && load.total > 0) {
    const share = load.done / load.total;
    return <Meter share={share} text={t('load.read', { share: format.percent(share) }) + file} />;
  }
  if (load.stage === 'pulling') return <span>{t('load.pulled', { rows: format.count(load.done) })}</span>;
  return load.stage === '' ? null : <span>{t(`load.stages.${load.stage}`) + file}</span>;
}
