import style from './Meter.module.css';

/** A share as a small bar with its number. */
export function Meter({ share, text }: { share: number; text: string }) {
  return (
    <span className={style.meter}>
      <span className={style.track} aria-hidden="true">
        <span className={style.bar} style={{ width: `${Math.min(Math.max(share, 0), 1) * 100}%` }} />
      </span>
      <span className={style.text}>{text}</span>
    </span>
  );
}
