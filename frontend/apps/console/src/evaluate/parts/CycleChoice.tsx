import { useFormat, useWords } from '@gridloop/i18n';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';

import { knownCycles } from '../cycles';
import { useGoToCycle } from '../useCycle';

/** Which cycle the screen shows; it stands in the address. */
export function CycleChoice({ cycle }: { cycle: string }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const go = useGoToCycle();
  const known = useQuery(knownCycles).data ?? [];
  const options = known.includes(cycle) || !cycle ? known : [cycle, ...known];
  return (
    <Select
      aria-label={t('cycle.choose')}
      value={cycle || null}
      options={options.map((value) => ({ value, label: format.month(value) }))}
      popupMatchSelectWidth={false}
      style={{ minWidth: 130 }}
      onChange={(value: string | null) => value && go(value)}
    />
  );
}
