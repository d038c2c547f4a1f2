import { client, read, type Answer, type components } from '@gridloop/api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

export type Policy = Answer<'/api/contact/policy'>;
export type Terms = components['schemas']['PolicyTerms'];
/** The terms that are plain numbers; quiet hours are minutes of the day. */
export type TermName = keyof Terms;

export const CHANNELS = ['visit', 'call', 'message', 'all'] as const;
export const PERIODS = [7, 30] as const;

export const policy = queryOptions({
  queryKey: ['contact', 'policy'],
  queryFn: () => read(client.GET('/api/contact/policy')),
});

/** Another policy decides anew who is held back: every verdict is read again. */
export function useSetPolicy() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Terms) => read(client.PUT('/api/contact/policy', { body })),
    onSuccess: (set) => {
      cache.setQueryData(policy.queryKey, set);
      void cache.invalidateQueries({ queryKey: ['contact'] });
      void cache.invalidateQueries({ queryKey: ['campaign'] });
    },
  });
}
