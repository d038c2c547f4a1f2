import { fontFamily, series as colours, tokens } from '../theme/tokens';

/** What all our charts share: quiet axes, one font, a tooltip that says numbers as the reader expects. */
export const text = { fontFamily, color: tokens.inkSoft, fontSize: 12 };
export const palette = [...colours];

export const quietAxis = {
  axisLine: { lineStyle: { color: tokens.line } },
  axisTick: { show: false },
  axisLabel: { ...text, hideOverlap: true },
  splitLine: { lineStyle: { color: tokens.line } },
};

export function frameFor(legend: boolean) {
  return {
    color: palette,
    textStyle: text,
    grid: {
      left: 4,
      right: 12,
      top: legend ? 34 : 12,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    ...(legend
      ? { legend: { top: 0, left: 0, icon: 'roundRect', itemWidth: 14, itemHeight: 4, textStyle: text } }
      : {}),
  };
}
