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

/** What leads to a dataset, and what is made from it: of many flows the few that one asks about. */
export function around({ edges }: Lineage, name: string): Lineage {
  const kept = new Set([...behind(edges, name), ...made(edges, name)]);
  const left = edges.filter((edge) => kept.has(edge));
  const named = left.flatMap((edge) => (edge.kind === 'feed' ? [edge.target] : [edge.source, edge.target]));
  return {
    feeds: [...new Set(left.filter((edge) => edge.kind === 'feed').map((edge) => edge.source))],
    datasets: [...new Set([name, ...named])],
    edges: left,
  };
}

type Edge = Lineage['edges'][number];

function behind(edges: readonly Edge[], name: string): Edge[] {
  const reached = new Set([name]); // grows while it is gone through
  const found = [];
  for (const at of reached)
    for (const edge of edges.filter((one) => one.target === at)) {
      found.push(edge);
      if (edge.kind !== 'feed') reached.add(edge.source);
    }
  return found;
}

function made(edges: readonly Edge[], name: string): Edge[] {
  const reached = new Set([name]);
  const found = [];
  for (const at of reached)
    for (const edge of edges.filter((one) => one.kind !== 'feed' && one.source === at)) {
      found.push(edge);
      reached.add(edge.target);
    }
  return found;
}
