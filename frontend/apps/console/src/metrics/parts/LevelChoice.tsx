import { useWords } from '@gridloop/i18n';
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';

import { levelsInUse, type Level } from '../levels';

/** Which level of the org tree a table lists; it stands in the address, and begins at the first page. */
export function LevelChoice({ level }: { level: Level }) {
  const t = useWords('metrics');
  const [, setParams] = useSearchParams();
  const levels = useQuery(levelsInUse).data ?? [];
  const choose = (next: Level) =>
    setParams((now) => {
      const changed = new URLSearchParams(now);
      changed.set('level', next);
      changed.delete('offset');
      return changed;
    });
  return (
    <Segmented<Level>
      aria-label={t('ranking.level')}
      value={level}
      options={levels.map((value) => ({ value, label: t(`ranking.levels.${value}`) }))}
      onChange={choose}
    />
  );
}
