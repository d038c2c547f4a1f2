export type { Answer, Row, Wanted } from './answer';
export { client, read } from './client';
export { newIdempotencyKey, requestLanguage, setRequestLanguage } from './headers';
export { LARGEST_PAGE, readAll, type ListQuery, type Page } from './page';
export { ApiProblem, UNREACHABLE, type ProblemError } from './problem';
export { createQueryCache } from './query-cache';
export { call, upload } from './raw';
export { LEADERS, PLANNERS, SELLERS } from './roles';
export type { components, paths } from './schema';
export {
  ROLES,
  isSignedIn,
  sessionQuery,
  useKeepLanguage,
  useChangePassword,
  useMe,
  useSignIn,
  useSignOut,
  type Credentials,
  type DemoAccount,
  type Me,
  type Role,
  type Session,
} from './session';
