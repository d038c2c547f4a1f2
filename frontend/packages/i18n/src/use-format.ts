import { createContext, useContext, useMemo } from 'react';

import { buildFormat, TENANT_ZONE, type Format } from './format';
import { useLanguage } from './words';

/** The zone that times are shown in; the shell sets it from the session. */
export const ZoneContext = createContext(TENANT_ZONE);

/** Formatters for the reader's language and the tenant's zone. */
export function useFormat(): Format {
  const language = useLanguage();
  const zone = useContext(ZoneContext);
  return useMemo(() => buildFormat(language, zone), [language, zone]);
}
