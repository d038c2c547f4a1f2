import { useWords } from '@gridloop/i18n';

import { Button } from '../parts/Button';
import { Empty } from '../parts/Empty';

/** This phone was switched off by somebody who may; nothing is left on it. */
export function SwitchedOff({ onGoOn }: { onGoOn: () => void }) {
  const t = useWords('shell');
  return (
    <main>
      <Empty
        icon="wrong"
        title={t('switchedOff')}
        hint={t('switchedOffHint')}
        action={<Button onClick={onGoOn}>{t('signIn.verb')}</Button>}
      />
    </main>
  );
}
