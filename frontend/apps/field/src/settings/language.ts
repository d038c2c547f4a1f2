import { client, setRequestLanguage } from '@gridloop/api';
import { changeLanguage, type Language } from '@gridloop/i18n';

/** Speaks the other language from now on; the account learns it when there is a network. */
export function switchLanguage(language: Language): void {
  changeLanguage(language);
  setRequestLanguage(language);
  void client.PATCH('/api/kernel/session', { body: { language } }).catch(() => undefined);
}
