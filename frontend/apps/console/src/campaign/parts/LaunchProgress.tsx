import { useFormat, useWords } from '@gridloop/i18n';
import { Meter, Section, Stack, State } from '@gridloop/ui';

import type { Campaign } from '../campaigns';

/** How far a launch is; what went wrong, if it failed. */
export function LaunchProgress({ job }: { job: NonNullable<Campaign['launch_job']> }) {
  const t = useWords('campaign');
  const format = useFormat();
  const failed = job.state === 'failed';
  return (
    <Section title={t('launch.progress')}>
      <div aria-live="polite">
        <Stack>
          <State tone={failed ? 'attention' : 'active'}>{t(`launch.states.${job.state}`)}</State>
          {job.total > 0 && (
            <Meter share={job.done / job.total} text={`${format.count(job.done)} / ${format.count(job.total)}`} />
          )}
          {failed && <p>{job.error}</p>}
        </Stack>
      </div>
    </Section>
  );
}
