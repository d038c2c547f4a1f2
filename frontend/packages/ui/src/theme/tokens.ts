/** The one place for colours and type. One accent; red is kept for what needs a person. */
export const tokens = {
  accent: '#0b6478',
  accentStrong: '#084b5a',
  accentSoft: '#e4f0f3',
  attention: '#bf2419',
  attentionSoft: '#fdf0ee',
  ink: '#15222b',
  inkSoft: '#4d5c67',
  inkFaint: '#66747f',
  line: '#dbe2e7',
  surface: '#ffffff',
  ground: '#f3f6f8',
} as const;

/** From little to much, for maps and heat cells. */
export const ramp = ['#e6f1f4', '#bcdbe2', '#86bfcb', '#4a9bac', '#17788c', '#084b5a'] as const;

/** Lines of a chart, first one first; greys step back behind the accent. */
export const series = ['#0b6478', '#8a98a3', '#63aebd', '#4d5c67', '#b9c4cc'] as const;

export const fontFamily =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Helvetica Neue", Arial, sans-serif';
