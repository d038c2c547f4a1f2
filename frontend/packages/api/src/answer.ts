import type { paths } from './schema';

/** What a GET of a route answers: types follow the route, not the name of a schema. */
export type Answer<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer T } } } };
}
  ? T
  : never;

/** One row of a list route. */
export type Row<P extends keyof paths> = Answer<P> extends { items: (infer T)[] } ? T : never;

/** What a POST of a route wants. */
export type Wanted<P extends keyof paths> = paths[P] extends {
  post: { requestBody: { content: { 'application/json': infer T } } };
}
  ? T
  : never;
