import type { Lineage } from './datasets';

/** Datasets from left to right: each stands right of everything that it was made from. */
export function layersOf({ feeds, datasets, edges }: Lineage): string[][] {
  const depth = new Map<string, number>(feeds.map((feed) => [`feed:${feed}`, 0]));
  const sources = (name: string) =>
    edges
      .filter((edge) => edge.target === name)
      .map((edge) => (edge.kind === 'feed' ? `feed:${edge.source}` : edge.source));
  const depthOf = (name: string, above: readonly string[]): number => {
    const known = depth.get(name);
    if (known !== undefined) return known;
    // Outcomes are read again by the next cycle: the loop closes here, and its edge back does not count.
    const from = sources(name).filter((source) => source !== name && !above.includes(source));
    const found = 1 + Math.max(0, ...from.map((source) => depthOf(source, [...above, name])));
    depth.set(name, found);
    return found;
  };
  for (const name of datasets) depthOf(name, []);
  const layers: string[][] = [];
  for (const [name, at] of depth) (layers[at] ??= []).push(name);
  return layers.filter((layer) => layer.length > 0);
}
