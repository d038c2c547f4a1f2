import { createContext, useContext, useMemo } from 'react';

import { buildFormat, TENANT_ZONE, type Format } from './format';
import { CurrencyContext, useLanguage } from './words';

/** The zone that times are shown in; the shell sets it from the session. */
export const ZoneContext = createContext(TENANT_ZONE);

/** Formatters for the reader's language, and the tenant's zone and currency. */
export function useFormat(): Format {
  const language = useLanguage();
  const zone = useContext(ZoneContext);
  const currency = useContext(CurrencyContext);
  return useMemo(() => buildFormat(language, zone, currency), [language, zone, currency]);
}
