import { useWords } from '@gridloop/i18n';
import { FileChoice, ProblemAlert, Stack } from '@gridloop/ui';
import { Button } from 'antd';
import { useState } from 'react';

import { useTryContract } from '../contracts';
import { TABLE_FILES } from '../tableFiles';
import style from './ContractEditor.module.css';
import { TrialOutcome } from './TrialOutcome';

interface Props {
  yaml: string;
  ready: boolean;
  /** The sample that the draft was made from. */
  sample: File | null;
  hasLast: boolean;
}

/** What would the contract do to a file: how many rows refused, and why. Nothing is loaded. */
export function ContractTrial({ yaml, ready, sample, hasLast }: Props) {
  const t = useWords('lake');
  const attempt = useTryContract();
  const [chosen, setChosen] = useState<File | null>(sample);
  return (
    <Stack>
      <div className={style.actions}>
        {hasLast && (
          <Button disabled={!ready} loading={attempt.isPending} onClick={() => attempt.mutate({ yaml, sample: null })}>
            {t('trial.last')}
          </Button>
        )}
        <FileChoice id="trial-file" label={t('trial.sample')} accept={TABLE_FILES} file={chosen} onChoose={setChosen} />
        {chosen && (
          <Button
            disabled={!ready}
            loading={attempt.isPending}
            onClick={() => attempt.mutate({ yaml, sample: chosen })}
          >
            {t('trial.on', { file: chosen.name })}
          </Button>
        )}
      </div>
      <div aria-live="polite">
        {attempt.isError && <ProblemAlert error={attempt.error} />}
        {attempt.data && <TrialOutcome trial={attempt.data} />}
      </div>
    </Stack>
  );
}
