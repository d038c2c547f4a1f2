import i18next, { type i18n, type TOptions } from 'i18next';
import { createContext, useCallback, useContext } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';

import { currencyWord, TENANT_CURRENCY } from './format';

export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export const DEFAULT_LANGUAGE: Language = 'zh';

/** Words of one stage in one language, nested: {"feed": {"name": "…"}} is said as t('feed.name'). */
export interface Words {
  [key: string]: string | Words;
}
export type Dictionary = Record<Language, Record<string, Words>>;

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language);
}

/** Gathers what `import.meta.glob('./**\/words.*.json', {eager: true, import: 'default'})` gave, by stage folder. */
export function gatherWords(files: Record<string, Words>): Dictionary {
  const dictionary: Dictionary = { zh: {}, en: {} };
  for (const [path, words] of Object.entries(files)) {
    const match = /([^/]+)\/words\.(zh|en)\.json$/.exec(path);
    if (match?.[1] && isLanguage(match[2])) dictionary[match[2]][match[1]] = words;
  }
  return dictionary;
}

/** Starts the languages of an app with the words of its stages and of the packages it uses. */
export function startWords(language: Language, ...dictionaries: Dictionary[]): i18n {
  const resources = { zh: {}, en: {} };
  for (const dictionary of dictionaries) {
    Object.assign(resources.zh, dictionary.zh);
    Object.assign(resources.en, dictionary.en);
  }
  void i18next.use(initReactI18next).init({
    resources,
    lng: language,
    fallbackLng: DEFAULT_LANGUAGE,
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return i18next;
}

export type Say = (key: string, values?: TOptions) => string;

/** ISO code of the currency that amounts are in; the shell sets it from the session. */
export const CurrencyContext = createContext(TENANT_CURRENCY);

/** Says the words of one stage folder: `const t = useWords('lake'); t('feed.name')`. `{{currency}}` is the tenant's. */
export function useWords(stage: string): Say {
  const { t } = useTranslation(stage);
  const language = useLanguage();
  const currency = currencyWord(language, useContext(CurrencyContext));
  return useCallback((key, values) => t(key, { currency, ...values }), [t, currency]);
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return isLanguage(i18n.language) ? i18n.language : DEFAULT_LANGUAGE;
}
