import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

export type Tag = Row<'/api/metrics/tags'>;
export type TagUser = Answer<'/api/campaign/tag-users'>[number];

export const tagsPage = (query: TableQuery): PageRead<Tag> => ({
  queryKey: ['metrics', 'tags', query],
  queryFn: () => read(client.GET('/api/metrics/tags', { params: { query } })),
});

const STATES = ['published', 'draft', 'retired'] as const;

/** One tag, whatever its state; null where there is none of that code. */
export const tagOf = (code: string) =>
  queryOptions({
    queryKey: ['metrics', 'tags', 'one', code],
    queryFn: async () => {
      for (const state of STATES) {
        const page = await read(client.GET('/api/metrics/tags', { params: { query: { q: code, state, limit: 500 } } }));
        const found = page.items.find((tag) => tag.code === code);
        if (found) return found;
      }
      return null;
    },
    refetchInterval: (query) => (query.state.data?.underway ? 3_000 : false),
  });

/** All tags that audiences may be built on. */
export const tagsInForce = queryOptions({
  queryKey: ['metrics', 'tags', 'in-force'],
  queryFn: async () =>
    (await read(client.GET('/api/metrics/tags', { params: { query: { state: 'published', limit: 500 } } }))).items,
});

/** The campaigns and saved audiences that name a tag. */
export const tagUsers = (tag: string) =>
  queryOptions({
    queryKey: ['campaign', 'tag-users', tag],
    queryFn: () => read(client.GET('/api/campaign/tag-users', { params: { query: { tag } } })),
  });

/** The campaigns and saved audiences that ask for an indicator of the customer's grid. */
export const indicatorUsers = (indicator: string) =>
  queryOptions({
    queryKey: ['campaign', 'indicator-users', indicator],
    queryFn: () => read(client.GET('/api/campaign/indicator-users', { params: { query: { indicator } } })),
  });

/** How many campaigns and saved audiences name each tag. */
export const tagUse = queryOptions({
  queryKey: ['campaign', 'tag-use'],
  queryFn: () => read(client.GET('/api/campaign/tag-use')),
  staleTime: 60_000,
});

/** Puts another tag in the place of one, wherever that may still be changed. */
export function useReplaceTag() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { old: string; new: string }) => read(client.POST('/api/campaign/tag-replacements', { body })),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['campaign'] }),
  });
}
