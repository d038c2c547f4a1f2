import { useLanguage } from '@gridloop/i18n';
import { useCallback } from 'react';

import type { Both } from '../store';

/** Reads a text that the server sent in both languages, in the reader's. */
export function useBoth(): (text: Both | null | undefined) => string {
  const language = useLanguage();
  return useCallback((text) => text?.[language] || text?.zh || '', [language]);
}
