import { ApiProblem } from './problem';

const GIVES_A_TOKEN = '/api/kernel/session';

/** The token that Django left in its cookie, for the header that proves the call is ours. */
export function csrfToken(cookies: string = document.cookie): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(cookies)?.[1] ?? '';
}

/** The token, fetched first where there is none yet: somebody may write before the page's own first read is answered. */
export async function csrfTokenForWriting(): Promise<string> {
  if (csrfToken()) return csrfToken();
  const address = new URL(GIVES_A_TOKEN, globalThis.location.origin);
  await globalThis.fetch(new Request(address, { credentials: 'same-origin' })).catch(() => {
    throw ApiProblem.unreachable();
  });
  return csrfToken();
}
