import { useNameOf } from '@gridloop/i18n';
import { useQuery } from '@tanstack/react-query';

import { datasetsPage } from './datasets';
import { allFeeds } from './feeds';

/** Returns what a dataset, or a feed (`feed:bill`), is called; its code until that is known. */
export function useTitles(): (name: string) => string {
  const nameOf = useNameOf();
  const feeds = useQuery(allFeeds);
  const datasets = useQuery(datasetsPage({ limit: 200, offset: 0 }));
  const titles = new Map<string, { title_zh: string; title_en: string }>();
  for (const one of datasets.data?.items ?? []) titles.set(one.name, one);
  for (const one of feeds.data ?? []) titles.set(`feed:${one.feed}`, one);
  return (name) => {
    const found = titles.get(name);
    return found ? nameOf({ name_zh: found.title_zh, name_en: found.title_en }) : name.replace('feed:', '');
  };
}
