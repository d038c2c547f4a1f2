import style from './Icon.module.css';

/** Strokes on a field of 24 by 24. */
const SHAPES = {
  phone: 'M6 3h3l2 5-2.5 1.7a13 13 0 0 0 5.8 5.8L16 13l5 2v3a3 3 0 0 1-3.2 3A16.5 16.5 0 0 1 3 6.2 3 3 0 0 1 6 3z',
  visit: 'M4 11.5 12 5l8 6.5M6 10v10h12V10M10 20v-6h4v6',
  check: 'M4.5 12.5 10 18 20 6.5',
  star: 'm12 4 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3.2 2',
  cross: 'm6 6 12 12M18 6 6 18',
  missed: 'M5 5.5 11.5 12 19 4.5M19 9.5v-5h-5M4 17c5-3.6 11-3.6 16 0l-1.6 2.6-3.8-1.3V16a12 12 0 0 0-5.2 0v2.3l-3.8 1.3z',
  away: 'M4 11.5 12 5l8 6.5M6 10v10h12V10m-8.3 3 4.6 4.6m0-4.6-4.6 4.6',
  wrong: 'M12 4 3 19.5h18zM12 10v4.5M12 17v.2',
  silent: 'M4 4l16 16M9.8 4.8A6 6 0 0 1 18 10v3.5M6.3 9A6 6 0 0 0 6 10v4l-2 3h12.5M10 20.2a2.4 2.4 0 0 0 4 0',
  right: 'm9 5 7 7-7 7',
  left: 'm15 5-7 7 7 7',
  down: 'm5 9 7 7 7-7',
  list: 'M4 6.5h.1M4 12h.1M4 17.5h.1M9 6.5h11M9 12h11M9 17.5h11',
  map: 'M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11zM12 7.8a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z',
  day: 'M5 5.5h14v14H5zM5 10h14M9 3.5v4M15 3.5v4m-6 7.3 2.2 2.2 4-4.3',
  points: 'M12 4.5c4.4 0 7.5 1.2 7.5 3s-3.1 3-7.5 3-7.5-1.2-7.5-3 3.1-3 7.5-3zM4.5 7.5v9c0 1.8 3.1 3 7.5 3s7.5-1.2 7.5-3v-9M4.5 12c0 1.8 3.1 3 7.5 3s7.5-1.2 7.5-3',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4zM9 14.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z',
  up: 'M7 18.5a4.5 4.5 0 0 1-.6-9 6 6 0 0 1 11.6 1.2 4 4 0 0 1-.8 7.8M12 21v-8.5m-3.2 3L12 12.3l3.2 3.2',
  synced: 'M7 18.5a4.5 4.5 0 0 1-.6-9 6 6 0 0 1 11.6 1.2 4 4 0 0 1-.8 7.8zM9 13.7l2.2 2.2 4-4.2',
  offline: 'M4 4l16 16M6.6 9.5A4.5 4.5 0 0 0 7 18.5h10.5M10 6.3a6 6 0 0 1 8 4.4 4 4 0 0 1 2.3 6',
  undo: 'M8.5 5 4 9.5 8.5 14M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3',
  later: 'M5 6l7 6-7 6zM19 6v12',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4z',
  out: 'M10 4H5v16h5M15 8l4.5 4-4.5 4M9.5 12h10',
} as const;

export type IconName = keyof typeof SHAPES;

interface Props {
  name: IconName;
  /** In parts of the text size around it. */
  size?: number;
}

/** A drawing beside words; never instead of them. */
export function Icon({ name, size = 1.4 }: Props) {
  return (
    <svg className={style.icon} viewBox="0 0 24 24" style={{ width: `${size}em`, height: `${size}em` }} aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}
