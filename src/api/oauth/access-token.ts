import { randomUUID } from 'node:crypto';
import type { Access } from '../../directory/access/grant.js';
import { inForce } from '../../directory/authorise.js';
import type { Directory } from '../../directory/directory.js';
import type { Keyring } from '../../privacy/keys/keyring.js';

/** Loaded with the first token: many a gateway has none, and is ready sooner. */
const jose = () => import('jose');

/** Seconds. Short, though a token is looked up at each use as well. */
export const LIFETIME = 600;

/** Nobody but this gateway reads its tokens, so it needs no address to name itself by. */
const SELF = 'urn:uwlr-gateway';
const ALGORITHM = 'HS256';
const TYPE = 'at+jwt';

/** What an access token says. `key`: id of the client key that it was asked for with. */
export interface AccessClaims {
  readonly client: string;
  readonly school: string;
  readonly scopes: readonly string[];
  readonly key: string;
}

/** A signed JWT in the manner of RFC 9068, good for `LIFETIME`. */
export async function issueAccessToken(keyring: Keyring, { client, school, scopes, key }: AccessClaims, now: Date): Promise<string> {
  const { SignJWT } = await jose();
  const seconds = Math.floor(now.getTime() / 1000);
  return new SignJWT({ client_id: client, school, scope: scopes.join(' '), key })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setIssuer(SELF)
    .setAudience(SELF)
    .setSubject(client)
    .setJti(randomUUID())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + LIFETIME)
    .sign(keyring.accessTokenKey);
}

/**
 * What a token that was issued here says; `over` when its time or that of its client key is; undefined for what was not issued here.
 * Whether the agreement still holds is for `grantOf`.
 */
export async function readAccessToken(
  token: string,
  { clientKeys }: Directory,
  keyring: Keyring,
  at: string,
): Promise<Access | 'over' | undefined> {
  const options = { algorithms: [ALGORITHM], typ: TYPE, issuer: SELF, audience: SELF, currentDate: new Date(at), requiredClaims: ['exp'] };
  const { errors, jwtVerify } = await jose();
  try {
    const { payload } = await jwtVerify(token, keyring.accessTokenKey, options);
    const { client_id: client, school, scope, key } = payload as Record<'client_id' | 'school' | 'scope' | 'key', string>;
    const proof = clientKeys.get(key);
    const held = proof !== undefined && proof.party === client && inForce(proof, at);
    return held ? { client, school, scopes: scope.split(' ') } : 'over';
  } catch (error) {
    // The signature is looked at first, so this one was ours.
    if (error instanceof errors.JWTExpired) return 'over';
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
