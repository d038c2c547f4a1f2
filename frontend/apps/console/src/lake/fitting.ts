/** About how wide a character is drawn at 12 pixels: Chinese ones fill a square. */
const WIDE = 12;
const NARROW = 6.6;

const isWide = (character: string) => character > '\u2e7f';

/** As much of a name as fits, ending in an ellipsis where something is left out. */
export function fitting(name: string, width: number): string {
  let left = width;
  const characters = [...name];
  for (const [at, character] of characters.entries()) {
    left -= isWide(character) ? WIDE : NARROW;
    if (left < 0)
      return `${characters
        .slice(0, Math.max(at - 1, 1))
        .join('')
        .trimEnd()}…`;
  }
  return name;
}
