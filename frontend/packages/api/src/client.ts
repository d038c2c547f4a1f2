import createClient, { type Middleware } from 'openapi-fetch';

import { withStandardHeaders } from './headers';
import { ApiProblem } from './problem';
import type { paths } from './schema';

const standard: Middleware = {
  onRequest: ({ request }) => withStandardHeaders(request),
  onResponse: async ({ response }) => {
    if (!response.ok) throw await ApiProblem.from(response);
    return response;
  },
  onError: ({ error }) => (error instanceof ApiProblem ? error : ApiProblem.unreachable()),
};

/** The one typed door to the server. Failed calls throw `ApiProblem`. */
export const client = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? 'http://localhost',
  credentials: 'same-origin',
  // Looked up at each call, so that a test may stand in for the network.
  fetch: (request) => globalThis.fetch(request),
});
client.use(standard);

/** The answer of a call, without the wrapping: `await read(client.GET('/api/…'))`. */
export async function read<T>(call: Promise<{ data?: T | undefined }>): Promise<T> {
  const { data } = await call;
  return data as T;
}
