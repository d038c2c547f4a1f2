import { useFormat, useWords } from '@gridloop/i18n';
import { Meter, Stack, State, useTell, type Tone } from '@gridloop/ui';
import { Button } from 'antd';

import { isStopping, useStopLoad, type Load } from '../loads';

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
  const share = load.total > 0 ? load.done / load.total : 0;
  return (
    <Stack>
      <State tone={TONES[load.state]}>
        {isStopping(load)
          ? t('load.stopping')
          : load.state === 'queued' && load.ahead > 0
            ? t('load.ahead', { jobs: format.count(load.ahead) })
            : t(`load.states.${load.state}`)}
      </State>
      {load.state === 'running' && load.total > 0 && (
        <Meter share={share} text={share < 1 ? t('load.read', { share: format.percent(share) }) : t('load.writing')} />
      )}
      {load.may_stop && (
        <div>
          <Button
            size="small"
            loading={stop.isPending}
            aria-label={t('load.stopFile', { file: load.files[0] ?? '' })}
            onClick={() => stop.mutate(load.job_id, { onError: tell.failed })}
          >
            {t('load.stop')}
          </Button>
        </div>
      )}
    </Stack>
  );
}
