import type { Keyring } from '../privacy/keyring.js';
import type { Directory } from '../store/directory.js';
import type { Access, Grant } from './grant.js';
import { Problem } from './problem.js';
import type { Permission } from './roles.js';

const REALM = 'Bearer realm="uwlr"';
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * Who asks: the token in an `Authorization` header (RFC 6750), in force at `at` (ISO instant). Throws the problems `token-required`
 * and `token-invalid`, each with the `WWW-Authenticate` that goes with it.
 */
export function authenticate(header: string | undefined, { tokens }: Directory, keyring: Keyring, at: string): Access {
  if (header === undefined) throw refusal('token-required', REALM);
  const secret = BEARER.exec(header.trim())?.[1];
  const token = secret === undefined ? undefined : tokens.get(keyring.hashToken(secret));
  if (token === undefined) throw tokenInvalid(true);
  if (token.revokedAt !== undefined || (token.until !== undefined && token.until <= at)) throw tokenInvalid(false);
  return token;
}

/** Throws `scope-missing` when the token is not meant for any of these, `agreement-missing` when no agreement lets it now. */
export function demand({ held, scopes }: Grant, anyOf: readonly [Permission, ...Permission[]]): void {
  if (!anyOf.some((scope) => held.includes(scope))) throw scopeMissing(anyOf[0]);
  if (!anyOf.some((scope) => scopes.includes(scope))) throw new Problem('agreement-missing');
}

function tokenInvalid(guessed: boolean): Problem {
  return refusal('token-invalid', `${REALM}, error="invalid_token"`, guessed);
}

/** The problem that a token without this scope gets. */
export function scopeMissing(scope: Permission): Problem {
  return refusal('scope-missing', `${REALM}, error="insufficient_scope", scope="${scope}"`);
}

function refusal(problem: 'token-required' | 'token-invalid' | 'scope-missing', challenge: string, guessed = false): Problem {
  return new Problem(problem, { headers: { 'WWW-Authenticate': challenge }, guessed });
}
