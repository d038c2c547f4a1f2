export const TEXT_SIZES = ['normal', 'large', 'larger', 'largest'] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

const KEY = 'gridloop.field.text';

export function textSize(): TextSize {
  const kept = localStorage.getItem(KEY) as TextSize | null;
  return kept && TEXT_SIZES.includes(kept) ? kept : 'normal';
}

/** Gives the page the size that this phone was last set to. */
export function applyTextSize(): void {
  document.documentElement.dataset.text = textSize();
}

export function chooseTextSize(size: TextSize): void {
  localStorage.setItem(KEY, size);
  applyTextSize();
}
