/** One kind of problem. Its texts are the same every time: nothing of a request is repeated in an answer. */
export interface ProblemType {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

/** Every problem that the REST side answers with (RFC 9457). `docs/rest.md` lists them too; a test keeps the two equal. */
export const PROBLEMS = {
  'invalid-parameter': {
    status: 400,
    title: 'Invalid parameter',
    detail: 'One or more parameters are unknown or have an invalid value; `parameters` lists them with the reason.',
  },
  'invalid-body': {
    status: 400,
    title: 'Invalid body',
    detail: 'The body must be an uncompressed JSON object in UTF-8 of at most 16 KiB, with known members only.',
  },
  'unreadable-results': {
    status: 400,
    title: 'Unreadable results',
    detail: 'The body must be a complete JSON document in UTF-8, plain or compressed with gzip.',
  },
  'unreadable-signals': {
    status: 400,
    title: 'Unreadable signals',
    detail: 'The body must be a complete JSON document in UTF-8, plain or compressed with gzip.',
  },
  'idempotency-key-required': {
    status: 400,
    title: 'Idempotency key required',
    detail:
      'Send a header `Idempotency-Key` of 1 to 255 visible ASCII characters, without spaces or quotes. Use a new value for each request.',
  },
  'token-required': {
    status: 401,
    title: 'Token required',
    detail: 'Send a token in the header `Authorization: Bearer`.',
  },
  'token-invalid': {
    status: 401,
    title: 'Token invalid',
    detail: 'The token is unknown, revoked or expired.',
  },
  'scope-missing': {
    status: 403,
    title: 'Scope missing',
    detail: 'The token lacks a scope; the header `WWW-Authenticate` names it.',
  },
  'agreement-missing': {
    status: 403,
    title: 'No agreement',
    detail: 'No agreement in force between this client and the school allows this request.',
  },
  'not-a-supplier': {
    status: 403,
    title: 'Not a supplier',
    detail: 'Only a supplier of learning material raises signals; this client is a school administration.',
  },
  'other-school': {
    status: 403,
    title: 'Other school',
    detail: 'The token is bound to one school, but the request names another.',
  },
  'other-author': {
    status: 403,
    title: 'Other author',
    detail: 'The annotation was made by another teacher. Only its author, or the school, ends it.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    detail: 'This resource does not exist, or the token may not see it.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    detail: 'This path does not support the method; the header `Allow` lists the supported ones.',
  },
  'not-later': {
    status: 409,
    title: 'Not later',
    detail: 'The creation time (`createdAt`) is not later than that of the last results accepted from this client for this school.',
  },
  conflict: {
    status: 409,
    title: 'Conflict',
    detail:
      'A school and a party have one agreement at a time for an exchange over UWLR, and another one covers that time; or the agreement is over by then.',
  },
  'too-many-annotations': {
    status: 409,
    title: 'Too many annotations',
    detail: 'This teacher has 1000 annotations about this learner or group that nobody ended. End some first.',
  },
  'too-large': {
    status: 413,
    title: 'Too large',
    detail: 'The body is larger than this gateway accepts. Post the results in parts.',
  },
  'not-json': {
    status: 415,
    title: 'Not JSON',
    detail: 'Send the body as JSON, with the header `Content-Type: application/json`.',
  },
  'invalid-results': {
    status: 422,
    title: 'Invalid results',
    detail: 'Nothing was stored; `errors` lists the errors and their places in the body. The corrected body may use the same key.',
  },
  'invalid-signals': {
    status: 422,
    title: 'Invalid signals',
    detail: 'Nothing was stored; `errors` lists the errors and their places in the body.',
  },
  'signal-kind-unknown': {
    status: 422,
    title: 'Unknown kind of signal',
    detail: 'A signal is NEW_PROGRESS, STUCK or FAST. Nothing was stored; `errors` gives the places in the body.',
  },
  'signal-learner-unknown': {
    status: 422,
    title: 'Unknown learner of a signal',
    detail: 'The learner is in no roster of the school and has no results here. Nothing was stored; `errors` gives the places in the body.',
  },
  'signal-basis-unknown': {
    status: 422,
    title: 'Unknown basis of a signal',
    detail:
      'The basis names a result that this client did not deliver for this learner. Nothing was stored; `errors` gives the places in the body.',
  },
  'signal-unknown': {
    status: 422,
    title: 'Unknown signal',
    detail: 'There is no earlier signal of this client with this key. Nothing was stored; `errors` gives the places in the body.',
  },
  'signal-key-taken': {
    status: 422,
    title: 'Key of a signal taken',
    detail:
      'The key belongs to another learner or to a signal that is over, or occurs twice in the body. Nothing was stored; `errors` gives the places.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency key reused',
    detail: 'The key was already used for a different body. Nothing was stored.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    detail: 'Too many requests per minute, or too many with an invalid token. Try again after the number of seconds in `Retry-After`.',
  },
  internal: {
    status: 500,
    title: 'Internal error',
    detail: 'An internal error occurred. The log of the gateway has the reason under this `requestId`.',
  },
  'key-destroyed': {
    status: 410,
    title: 'Key destroyed',
    detail: 'The key of the school was destroyed. Its data can never be read again.',
  },
  'school-paused': {
    status: 503,
    title: 'School paused',
    detail: 'The school has paused all exchanges. Try again after the number of seconds in `Retry-After`.',
  },
  unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    detail:
      'The gateway is busy, cannot store data at the moment, or is starting or stopping. Try again after the number of seconds in `Retry-After`.',
  },
} as const satisfies Record<string, ProblemType>;

export type ProblemName = keyof typeof PROBLEMS;

/** The `type` of a problem. */
export function problemUrn(name: ProblemName): string {
  return `urn:uwlr-gateway:problem:${name}`;
}
