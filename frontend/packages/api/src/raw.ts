import { withStandardHeaders } from './headers';
import { ApiProblem } from './problem';

/** A call that the typed client cannot say (file upload, file download): same headers, same problems. */
export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const request = await withStandardHeaders(
    new Request(new URL(path, globalThis.location.origin), { credentials: 'same-origin', ...init }),
  );
  const response = await globalThis.fetch(request).catch(() => {
    throw ApiProblem.unreachable();
  });
  if (!response.ok) throw await ApiProblem.from(response);
  return response;
}

/** Sends one file (and plain fields beside it) as a form. */
export async function upload<T>(path: string, file: File, fields: Record<string, string> = {}): Promise<T> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', file);
  const response = await call(path, { method: 'POST', body: form });
  return (await response.json()) as T;
}
