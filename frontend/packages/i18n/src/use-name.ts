import { useCallback } from 'react';

import { useLanguage } from './words';

interface Named {
  name_zh: string | null;
  name_en: string | null;
}

/** Picks the name of a thing that has one in each language; the other one where this is missing. */
export function useNameOf(): (named: Named) => string {
  const language = useLanguage();
  return useCallback(
    ({ name_zh, name_en }) => (language === 'zh' ? name_zh || name_en : name_en || name_zh) ?? '',
    [language],
  );
}
