import { useLanguage, type Language } from '@gridloop/i18n';
import { useMemo } from 'react';

import { dayOf, useFacts, usePhone } from '../store';
import { useDayNames } from './day-names';

const LOCALES: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };

/** Times of the day as the tenant's clock shows them. */
export function useMomentNames() {
  const language = useLanguage();
  const days = useDayNames();
  const { clockOffset } = useFacts();
  const { timeZone } = usePhone().owner;
  return useMemo(() => {
    const clock = new Intl.DateTimeFormat(LOCALES[language], { timeZone, hour: '2-digit', minute: '2-digit' });
    const asShown = (ms: number) => new Date(ms + clockOffset);
    return {
      /** 09:12, of a moment by this phone's clock. */
      time: (ms: number) => clock.format(asShown(ms)),
      /** 今天 09:12 */
      dayAndTime: (ms: number) => {
        const today = dayOf(asShown(Date.now()), timeZone);
        return `${days.near(dayOf(asShown(ms), timeZone), today)} ${clock.format(asShown(ms))}`;
      },
      /** 09:12, of a moment that was noted by the server's clock. */
      timeOf: (iso: string) => clock.format(new Date(iso)),
    };
  }, [language, days, clockOffset, timeZone]);
}
