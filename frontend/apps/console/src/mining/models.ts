import { client, read, type Answer, type Row } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

export type ModelName = Model['name'];
export type Model = Row<'/api/mining/models'>;
export type ModelDetail = Answer<'/api/mining/models/{name}'>;
export type Deciles = Answer<'/api/mining/models/{name}/deciles'>;

export const models = queryOptions({
  queryKey: ['mining', 'models'],
  queryFn: async () => (await read(client.GET('/api/mining/models'))).items,
});

export const modelDetail = (name: ModelName) =>
  queryOptions({
    queryKey: ['mining', 'models', name],
    queryFn: () => read(client.GET('/api/mining/models/{name}', { params: { path: { name } } })),
  });

export const deciles = (name: ModelName) =>
  queryOptions({
    queryKey: ['mining', 'deciles', name],
    queryFn: () => read(client.GET('/api/mining/models/{name}/deciles', { params: { path: { name } } })),
  });

export const MODEL_NAMES = ['churn', 'renewal', 'data_upsell'] as const satisfies readonly ModelName[];

/** The model that an address names; undefined when there is none of that name. */
export function modelNamed(text: string | undefined): ModelName | undefined {
  return MODEL_NAMES.find((name) => name === text);
}
