import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { client, read } from './client';
import type { components } from './schema';

export type Role = components['schemas']['Role'];
export type DemoAccount = components['schemas']['DemoAccount'];

export const ROLES = [
  'executive',
  'planner',
  'data_steward',
  'branch_manager',
  'grid_manager',
  'community_manager',
  'account_manager',
  'hall_clerk',
  'call_agent',
  'partner',
  'auditor',
  'administrator',
] as const satisfies readonly Role[];

/** What the server says about the installation and about the reader; `username` is empty when nobody signed in. */
export type Session = components['schemas']['Me'];

/** Somebody who has signed in. */
export interface Me extends Session {
  role: Role;
}

export const sessionQuery = queryOptions({
  queryKey: ['kernel', 'session'],
  queryFn: () => read(client.GET('/api/kernel/session')),
  staleTime: 60_000,
  // The day moves on, and a session may end, while a screen is open.
  refetchInterval: 60_000,
});

export function isSignedIn(session: Session | undefined): session is Me {
  return Boolean(session?.username && session.role);
}

/** The signed-in person. Only for screens behind the sign-in, which the shell guarantees. */
export function useMe(): Me {
  const { data } = useQuery(sessionQuery);
  if (!isSignedIn(data)) throw new Error('useMe outside of the signed-in part of the app');
  return data;
}

export type Credentials = components['schemas']['Credentials'];

export function useSignIn() {
  const forget = useForgetting();
  return useMutation({
    mutationFn: (body: Credentials) => read(client.POST('/api/kernel/session', { body })),
    onSuccess: forget,
  });
}

export function useSignOut() {
  const forget = useForgetting();
  return useMutation({ mutationFn: () => client.DELETE('/api/kernel/session'), onSuccess: forget });
}

export type PasswordChange = components['schemas']['PasswordChange'];

/** Replaces one's own password; this session goes on, those elsewhere end. */
export function useChangePassword() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: PasswordChange) => read(client.PUT('/api/kernel/session/password', { body })),
    onSuccess: (session) => cache.setQueryData(sessionQuery.queryKey, session),
  });
}

/** Keeps the language of the account, so that the server writes to this person in it. */
export function useKeepLanguage() {
  return useMutation({
    mutationFn: (language: string) => read(client.PATCH('/api/kernel/session', { body: { language } })),
  });
}

/** Drops what the person before has read, then asks anew who is here. */
function useForgetting(): () => Promise<void> {
  const cache = useQueryClient();
  return async () => {
    cache.removeQueries({ predicate: (query) => query.queryKey[1] !== 'session' });
    await cache.invalidateQueries(sessionQuery);
  };
}
