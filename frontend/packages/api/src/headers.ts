import { csrfTokenForWriting } from './csrf';

let language = 'zh';

/** The language that every following call asks for. */
export function setRequestLanguage(next: string): void {
  language = next;
}

export function requestLanguage(): string {
  return language;
}

/** A key that names one intended act: sending it twice does the act once. */
export function newIdempotencyKey(): string {
  // crypto.randomUUID is missing where the page is not served securely (plain http in a local network).
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Headers of a call by its method; a header that the caller has set stays. */
export async function withStandardHeaders(request: Request): Promise<Request> {
  request.headers.set('Accept-Language', language);
  if (request.method === 'GET' || request.method === 'HEAD') return request;
  request.headers.set('X-CSRFToken', await csrfTokenForWriting());
  if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
    request.headers.set('Idempotency-Key', newIdempotencyKey());
  }
  return request;
}
