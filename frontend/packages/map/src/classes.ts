/** Limits that cut values into at most `count` classes of about as many members each; the first class has no lower limit. */
export function quantileLimits(values: number[], count: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const limits = new Set<number>();
  for (let index = 1; index < count; index += 1) {
    const limit = sorted[Math.floor((index * sorted.length) / count)];
    const lowest = sorted[0];
    if (limit !== undefined && lowest !== undefined && limit > lowest) limits.add(limit);
  }
  return [...limits];
}

/** The class of a value: how many limits it has reached. */
export function classOf(value: number, limits: number[]): number {
  return limits.filter((limit) => value >= limit).length;
}

/** A colour for each class, spread over the whole ramp. */
export function coloursFor(classes: number, ramp: readonly string[]): string[] {
  const last = ramp.length - 1;
  return Array.from({ length: classes }, (_, index) => {
    const at = classes === 1 ? Math.floor(last / 2) : Math.round((index * last) / (classes - 1));
    return ramp[at] ?? '';
  });
}
