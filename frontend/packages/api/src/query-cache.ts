import { QueryCache, QueryClient, hashKey } from '@tanstack/react-query';

import { ApiProblem } from './problem';
import { sessionQuery } from './session';

const OFTEN_ENOUGH = 2;
const SESSION = hashKey(sessionQuery.queryKey);

/** The cache of what was read: retries only where the server did not answer, notices when the session ended. */
export function createQueryCache(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.queryHash === SESSION) return;
        if (error instanceof ApiProblem && error.isSignedOut) void client.invalidateQueries(sessionQuery);
      },
    }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => isUnreachable(error) && failures < OFTEN_ENOUGH,
        staleTime: 15_000,
        refetchOnWindowFocus: false,
      },
      mutations: { retry: false },
    },
  });
  return client;
}

function isUnreachable(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 0;
}
