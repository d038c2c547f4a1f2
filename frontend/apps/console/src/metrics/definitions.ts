import { client, read, type Answer, type components } from '@gridloop/api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

export type TagBody = components['schemas']['TagIn'];
export type IndicatorBody = components['schemas']['IndicatorIn'];
export type Measure = components['schemas']['MeasureIn'];
export type TagPreview = components['schemas']['TagPreviewOut'];
export type Trial = components['schemas']['IndicatorTrialOut'];
export type Definition = components['schemas']['DefinitionOut'];
export type WordColumn = components['schemas']['TagColumnOut'];
export type SemanticModel = Answer<'/api/metrics/semantic-models'>[number];
export type Kind = Definition['kind'];

/** The words tags are written in. */
export const tagColumns = queryOptions({
  queryKey: ['metrics', 'tag-columns'],
  queryFn: () => read(client.GET('/api/metrics/tag-columns')),
  staleTime: 600_000,
});

/** The tables of facts that indicators stand on. */
export const semanticModels = queryOptions({
  queryKey: ['metrics', 'semantic-models'],
  queryFn: () => read(client.GET('/api/metrics/semantic-models')),
  staleTime: 600_000,
});

export const definition = (kind: Kind, code: string) =>
  queryOptions({
    queryKey: ['metrics', 'definitions', kind, code],
    queryFn: () => read(client.GET('/api/metrics/definitions/{kind}/{code}', { params: { path: { kind, code } } })),
  });

export const usePreviewTag = () =>
  useMutation({
    mutationFn: (condition: string) => read(client.POST('/api/metrics/tag-previews', { body: { condition } })),
  });

export const useTryIndicator = () =>
  useMutation({
    mutationFn: (body: IndicatorBody) => read(client.POST('/api/metrics/indicator-trials', { body })),
  });

interface Drafted<B> {
  code: string;
  body: B;
  publish: boolean;
}

const publish = (kind: Kind, code: string) =>
  read(client.POST('/api/metrics/definitions/{kind}/{code}/publish', { params: { path: { kind, code } } }));

/** Keeps a tag as a draft, and puts it in force where that is wanted. */
export function useDraftTag() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ code, body, publish: wanted }: Drafted<TagBody>) => {
      const kept = await read(client.PUT('/api/metrics/tag-drafts/{code}', { params: { path: { code } }, body }));
      return wanted ? publish('tag', code) : kept;
    },
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['metrics'] }),
  });
}

/** Keeps an indicator as a draft, and puts it in force where that is wanted. */
export function useDraftIndicator() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ code, body, publish: wanted }: Drafted<IndicatorBody>) => {
      const kept = await read(client.PUT('/api/metrics/indicator-drafts/{code}', { params: { path: { code } }, body }));
      return wanted ? publish('indicator', code) : kept;
    },
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['metrics'] }),
  });
}

export function usePublish(kind: Kind) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => publish(kind, code),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['metrics'] }),
  });
}

export function useRetire(kind: Kind) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ code, reason }: { code: string; reason: string }) =>
      read(
        client.POST('/api/metrics/definitions/{kind}/{code}/retire', {
          params: { path: { kind, code } },
          body: { reason },
        }),
      ),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['metrics'] }),
  });
}
