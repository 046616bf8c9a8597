import type { Access, Grant } from '../../directory/access/grant.js';
import type { Permission } from '../../directory/access/roles.js';
import type { Directory } from '../../directory/directory.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { Problem } from '../http/problem.js';
import { readAccessToken } from '../oauth/access-token.js';

const REALM = 'Bearer realm="uwlr"';
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * Who asks: the token in an `Authorization` header (RFC 6750), in force at `at` (ISO instant). Throws the problems `token-required`
 * and `token-invalid`, each with the `WWW-Authenticate` that goes with it.
 */
export async function authenticate(header: string | undefined, directory: Directory, keyring: Keyring, at: string): Promise<Access> {
  if (header === undefined) throw refusal('token-required', REALM);
  const secret = BEARER.exec(header.trim())?.[1];
  const access = secret === undefined ? undefined : await accessOf(secret, directory, keyring, at);
  if (access === undefined) throw tokenInvalid(true);
  if (access === 'over') throw tokenInvalid(false);
  return access;
}

/** A token that was added stands in the directory; one of the token endpoint says itself what it is for, and has two dots. */
async function accessOf(secret: string, directory: Directory, keyring: Keyring, at: string): Promise<Access | 'over' | undefined> {
  if (secret.split('.').length === 3) return readAccessToken(secret, directory, keyring, at);
  const [token] = directory.tokens.by('hash', keyring.hashToken(secret));
  if (token === undefined) return undefined;
  return token.revokedAt !== undefined || (token.until !== undefined && token.until <= at) ? 'over' : token;
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
