import { client, read, type Row, type components } from '@gridloop/api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

export type Template = Row<'/api/campaign/templates'>;
export type NewTemplate = components['schemas']['TemplateBody'];

const MOST_TEMPLATES = 500;

export const templates = queryOptions({
  queryKey: ['campaign', 'templates'],
  queryFn: async () => {
    const query = { limit: MOST_TEMPLATES };
    return (await read(client.GET('/api/campaign/templates', { params: { query } }))).items;
  },
});

/** Keeps an audience under a new name, or replaces the one with `id`. */
export function useSaveTemplate() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id: number | null; body: NewTemplate }) =>
      id === null
        ? read(client.POST('/api/campaign/templates', { body }))
        : read(client.PUT('/api/campaign/templates/{template_id}', { params: { path: { template_id: id } }, body })),
    onSuccess: () => cache.invalidateQueries(templates),
  });
}

export function useDeleteTemplate() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      read(client.DELETE('/api/campaign/templates/{template_id}', { params: { path: { template_id: id } } })),
    onSuccess: () => cache.invalidateQueries(templates),
  });
}
