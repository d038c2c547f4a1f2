import { gatherWords, type Dictionary, type Words } from '@gridloop/i18n';

/** Words of every folder beside this file. */
export const consoleWords: Dictionary = gatherWords(
  import.meta.glob<Words>('./*/words.*.json', { eager: true, import: 'default' }),
);
