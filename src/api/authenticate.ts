import type { Keyring } from '../privacy/keyring.js';
import type { Token } from '../store/directory.js';
import type { Store } from '../store/store.js';
import { Problem } from './problem.js';
import type { Scope } from './scopes.js';

const REALM = 'Bearer realm="uwlr"';
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * Who asks: the token in an `Authorization` header (RFC 6750), which has at least one of the scopes. Throws the problems
 * `token-required`, `token-invalid` and `scope-missing`, each with the `WWW-Authenticate` that goes with it.
 */
export async function authenticate(
  header: string | undefined,
  scopes: readonly [Scope, ...Scope[]],
  store: Store,
  keyring: Keyring,
): Promise<Token> {
  if (header === undefined) throw refusal('token-required', REALM);
  const secret = BEARER.exec(header.trim())?.[1];
  const { tokens } = await store.directory();
  const token = secret === undefined ? undefined : tokens.get(keyring.hashToken(secret));
  if (token === undefined || token.revokedAt !== undefined) throw refusal('token-invalid', `${REALM}, error="invalid_token"`);
  if (!scopes.some((scope) => token.scopes.includes(scope))) throw scopeMissing(scopes[0]);
  return token;
}

/** The problem that a token without this scope gets. */
export function scopeMissing(scope: Scope): Problem {
  return refusal('scope-missing', `${REALM}, error="insufficient_scope", scope="${scope}"`);
}

function refusal(problem: 'token-required' | 'token-invalid' | 'scope-missing', challenge: string): Problem {
  return new Problem(problem, { headers: { 'WWW-Authenticate': challenge } });
}
