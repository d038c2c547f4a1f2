export { buildFormat, currencyWord, TENANT_CURRENCY, TENANT_ZONE, type Format } from './format';
export { changeLanguage, declareLanguage, preferredLanguage } from './preference';
export { sayChange, sayInUnit, type FigureUnit } from './unit';
export { useFormat, ZoneContext } from './use-format';
export { useNameOf } from './use-name';
export {
  CurrencyContext,
  DEFAULT_LANGUAGE,
  LANGUAGES,
  gatherWords,
  isLanguage,
  startWords,
  useLanguage,
  useWords,
  type Dictionary,
  type Language,
  type Say,
  type Words,
} from './words';
