/** One thing that is wrong, where it is and how to mend it (an entry of a problem document). */
export interface ProblemError {
  where: string;
  what: string;
  mend: string;
}

interface ProblemDocument {
  title: string;
  detail: string;
  code: string;
  errors: ProblemError[];
}

/** Code of a problem that the browser states itself: the server did not answer. */
export const UNREACHABLE = 'unreachable';

/** An RFC 9457 problem document, thrown by every call of the client that did not succeed. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: ProblemError[];

  constructor(status: number, document: Partial<ProblemDocument>) {
    super(document.detail || document.title || `HTTP ${status}`);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = document.code ?? `http.${status}`;
    this.title = document.title ?? '';
    this.detail = document.detail ?? '';
    this.errors = document.errors ?? [];
  }

  /** Signing in again is the way to mend it. */
  get isSignedOut(): boolean {
    return this.status === 401;
  }

  static unreachable(): ApiProblem {
    return new ApiProblem(0, { code: UNREACHABLE });
  }

  /** Reads the answer of a failed call; a body that is no problem document still gives a problem. */
  static async from(response: Response): Promise<ApiProblem> {
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    return new ApiProblem(response.status, isDocument(body) ? body : {});
  }
}

function isDocument(body: unknown): body is Partial<ProblemDocument> {
  return typeof body === 'object' && body !== null;
}
