import { client, read, type Answer } from '@gridloop/api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

export type Competitors = Answer<'/api/contact/competitors'>;
export type Competitor = Competitors['items'][number];

/** The server takes no longer list: a phone shows them as buttons. */
export const MOST = 12;

export const competitors = queryOptions({
  queryKey: ['contact', 'competitors'],
  queryFn: () => read(client.GET('/api/contact/competitors')),
});

/** Puts another list in force; phones have it after their next sync. */
export function useSetCompetitors() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (items: Competitor[]) => read(client.PUT('/api/contact/competitors', { body: { items } })),
    onSuccess: (set) => cache.setQueryData(competitors.queryKey, set),
  });
}
