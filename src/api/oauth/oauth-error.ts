import { OwnError } from '../../core/own-error.js';

/** Errors of the token endpoint (RFC 6749, 5.2). The descriptions are the same every time: nothing of a request is repeated. */
export const OAUTH_ERRORS = {
  invalid_request: {
    status: 400,
    description:
      'Send a form (application/x-www-form-urlencoded, at most 16 KiB) with each parameter once, and one method of client authentication.',
  },
  invalid_client: { status: 401, description: 'Client authentication failed.' },
  unsupported_grant_type: { status: 400, description: 'The only supported grant type is client_credentials.' },
  invalid_scope: { status: 400, description: 'No agreement in force has these scopes for this school.' },
  school_required: { status: 400, description: 'The client has agreements with several schools: name one in the parameter school.' },
  too_many_requests: { status: 429, description: 'Too many requests. Try again after the number of seconds in Retry-After.' },
  server_error: {
    status: 500,
    description: 'An internal error occurred. The log of the gateway has the reason under the id in X-Request-Id.',
  },
  temporarily_unavailable: {
    status: 503,
    description:
      'The gateway is busy, cannot store data at the moment, or is starting or stopping. Try again after the number of seconds in Retry-After.',
  },
} as const;

export type OAuthErrorName = keyof typeof OAUTH_ERRORS;

/** Ends a request at the token endpoint. */
export class OAuthError extends OwnError {
  constructor(
    readonly kind: OAuthErrorName,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(kind, kind);
  }
}

/** Unknown, wrong and revoked: the same to whoever asks. */
export function invalidClient(): OAuthError {
  return new OAuthError('invalid_client', { 'WWW-Authenticate': 'Basic realm="uwlr"' });
}

/** What RFC 6749 has no word for goes under the nearest one that it has. */
const WORDS: Readonly<Partial<Record<OAuthErrorName, OAuthErrorName>>> = {
  school_required: 'invalid_request',
  too_many_requests: 'temporarily_unavailable',
};

/** The body of the answer. */
export function errorBody(kind: OAuthErrorName): { readonly error: string; readonly error_description: string } {
  return { error: WORDS[kind] ?? kind, error_description: OAUTH_ERRORS[kind].description };
}
