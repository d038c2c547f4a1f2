import style from './State.module.css';

export type Tone = 'idle' | 'active' | 'done' | 'attention';

/** A state in words with a mark beside it; never colour alone. */
export function State({ tone, children }: { tone: Tone; children: string }) {
  return <span className={`${style.state} ${style[tone]}`}>{children}</span>;
}
