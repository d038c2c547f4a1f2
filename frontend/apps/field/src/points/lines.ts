import type { Both, Points, PointsLine } from '../store';

export interface RuleOfPoints {
  rule: string;
  name: Both;
  points: number;
  /** Some of it is not settled yet. */
  open: boolean;
  lines: PointsLine[];
}

/** What an appeal gave cannot be appealed against. */
const FINAL = ['appeal', 'close'];

/** The lines of a cycle, by the rule that gave them, in their order. */
export function byRule({ lines }: Pick<Points, 'lines'>): RuleOfPoints[] {
  const rules = [...new Set(lines.map((line) => line.rule))];
  return rules.map((rule) => {
    const own = lines.filter((line) => line.rule === rule);
    return {
      rule,
      name: own[0]?.name ?? { zh: rule, en: rule },
      points: own.reduce((sum, line) => sum + line.points, 0),
      open: own.some((line) => line.state !== 'confirmed'),
      lines: own,
    };
  });
}

export function mayAppeal(rule: string): boolean {
  return !FINAL.includes(rule);
}
