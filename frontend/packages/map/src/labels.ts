const CHARACTER = 11;
const LINE = 16;
const MARGIN = 8;

interface Label {
  name: string;
  x: number;
  y: number;
}

/** The labels that can stand without covering one before them. */
export function withoutOverlap<L extends Label>(labels: L[]): L[] {
  const kept: L[] = [];
  for (const label of labels) {
    if (!kept.some((other) => overlap(label, other))) kept.push(label);
  }
  return kept;
}

function overlap(a: Label, b: Label): boolean {
  const room = (widthOf(a) + widthOf(b)) / 2;
  return Math.abs(a.x - b.x) < room && Math.abs(a.y - b.y) < LINE;
}

/** Chinese characters are as wide as high, Latin ones about half of that. */
function widthOf({ name }: Label): number {
  const wide = [...name].reduce((sum, character) => sum + (character.charCodeAt(0) > 0xff ? 1 : 0.6), 0);
  return wide * CHARACTER + MARGIN;
}
