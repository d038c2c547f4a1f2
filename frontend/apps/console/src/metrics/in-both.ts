interface Both {
  zh: string;
  en?: string | null;
}

/** A text in both languages: where the English was left out, the Chinese stands for it. */
export function inBoth({ zh, en }: Both): { zh: string; en: string } {
  return { zh: zh.trim(), en: en?.trim() || zh.trim() };
}
