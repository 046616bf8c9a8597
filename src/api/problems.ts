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
    detail: 'One or more parameters are unknown here or have a value that cannot be read; `parameters` says which and why.',
  },
  'invalid-body': {
    status: 400,
    title: 'Invalid body',
    detail:
      'The body must be a JSON object in UTF-8 of at most 16 KiB, not compressed, with the members that are known here and no others.',
  },
  'unreadable-results': {
    status: 400,
    title: 'Unreadable results',
    detail: 'The body must be a JSON document in UTF-8, plain or compressed with gzip, and whole.',
  },
  'idempotency-key-required': {
    status: 400,
    title: 'Idempotency key required',
    detail:
      'Send a header `Idempotency-Key` of 1 to 255 visible ASCII characters, without blanks or quotes inside: another one for each request.',
  },
  'token-required': {
    status: 401,
    title: 'Token required',
    detail: 'Send a token in the header `Authorization: Bearer`.',
  },
  'token-invalid': {
    status: 401,
    title: 'Token invalid',
    detail: 'The token is not one of this gateway, or it was revoked, or its time is over.',
  },
  'scope-missing': {
    status: 403,
    title: 'Scope missing',
    detail: 'The token is not meant for this; the header `WWW-Authenticate` names the scope that is needed.',
  },
  'agreement-missing': {
    status: 403,
    title: 'No agreement',
    detail: 'No agreement of this client with the school that is in force lets this through.',
  },
  'other-school': {
    status: 403,
    title: 'Other school',
    detail: 'The token is bound to one school, and the request names another.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    detail: 'There is nothing here that the token may see.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    detail: 'This path does not know the method; the header `Allow` names those that it does.',
  },
  'not-later': {
    status: 409,
    title: 'Not later',
    detail: 'What was posted was not made later (`createdAt`) than the last that was taken of this client for this school.',
  },
  conflict: {
    status: 409,
    title: 'Conflict',
    detail:
      'A school and a party have one agreement at a time for an exchange over UWLR, and another one covers that time; or the agreement is over by then.',
  },
  'too-large': {
    status: 413,
    title: 'Too large',
    detail: 'The body is larger than this gateway takes. Post the results in parts.',
  },
  'not-json': {
    status: 415,
    title: 'Not JSON',
    detail: 'Send the body as JSON, with the header `Content-Type: application/json`.',
  },
  'invalid-results': {
    status: 422,
    title: 'Invalid results',
    detail: 'Nothing was stored; `errors` says what is wrong, and where in the body. With that put right the same key may be used.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency key reused',
    detail: 'The key was used for another body before. Nothing was stored.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    detail:
      'More requests than are allowed in a minute, or too many with a token that is none. Try again after the seconds in `Retry-After`.',
  },
  internal: {
    status: 500,
    title: 'Internal error',
    detail: 'Something went wrong in the gateway. Its log has the reason under this `requestId`.',
  },
  'key-destroyed': {
    status: 410,
    title: 'Key destroyed',
    detail: 'The key of the school was destroyed: its data can never be read again.',
  },
  'school-paused': {
    status: 503,
    title: 'School paused',
    detail: 'The school has stopped all exchange. Try again after the seconds in `Retry-After`.',
  },
  unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    detail:
      'The gateway is busy, cannot store anything at the moment, or is being started or stopped. Try again after the seconds in `Retry-After`.',
  },
} as const satisfies Record<string, ProblemType>;

export type ProblemName = keyof typeof PROBLEMS;

/** The `type` of a problem. */
export function problemUrn(name: ProblemName): string {
  return `urn:uwlr-gateway:problem:${name}`;
}
