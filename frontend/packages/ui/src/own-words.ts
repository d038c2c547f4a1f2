import type { Dictionary } from '@gridloop/i18n';

import en from './words.en.json';
import zh from './words.zh.json';

/** The words that the parts of this package say themselves. */
export const uiWords: Dictionary = { zh: { ui: zh }, en: { ui: en } };
