import i18next from 'i18next';

import { DEFAULT_LANGUAGE, isLanguage, type Language } from './words';

const KEY = 'gridloop.language';

/** The language that this browser was last set to, else the browser's own if we speak it. */
export function preferredLanguage(): Language {
  const kept = localStorage.getItem(KEY);
  if (isLanguage(kept)) return kept;
  const first = navigator.language.slice(0, 2);
  return isLanguage(first) ? first : DEFAULT_LANGUAGE;
}

/** Switches the words, the page's `lang` attribute and what is remembered. */
export function changeLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
  declareLanguage(language);
  void i18next.changeLanguage(language);
}

/** Tells assistive technology which language the page is in. */
export function declareLanguage(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}
