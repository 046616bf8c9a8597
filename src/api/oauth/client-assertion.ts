import { createHash } from 'node:crypto';
import type { JWK } from 'jose';
import { inForce } from '../../directory/authorise.js';
import type { ClientKey, Directory } from '../../directory/directory.js';
import type { TokenStore } from '../reads/stores.js';

/** Only those with a public key: with a shared one, whoever can check an assertion could have made it. */
export const ALGORITHMS: readonly string[] = [
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
];
const MOST_SECONDS = 300;
const MOST_JTI = 256;

export interface AssertionPlace {
  readonly directory: Directory;
  readonly store: Pick<TokenStore, 'useAssertion'>;
  /** Any of these is us. */
  readonly audiences: readonly string[];
  readonly now: Date;
}

/**
 * The key that a client proves itself with by a signed assertion (RFC 7523, `private_key_jwt`): of its own, to us, over in five minutes
 * at most, and never seen before. Undefined when anything of that is not so.
 */
export async function keyOfAssertion(
  assertion: string,
  { directory, store, audiences, now }: AssertionPlace,
): Promise<ClientKey | undefined> {
  const at = now.toISOString();
  const [client, kid] = await claimed(assertion);
  if (client === undefined) return undefined;
  for (const key of directory.clientKeys.by('party', client)) {
    if (key.kind !== 'jwk' || !inForce(key, at)) continue;
    const jwk = JSON.parse(key.value) as JWK;
    if (kid !== undefined && jwk.kid !== undefined && jwk.kid !== kid) continue;
    const proof = await verified(assertion, jwk, { client, audiences: [...audiences], now });
    if (proof === undefined) continue;
    const digest = createHash('sha256')
      .update(JSON.stringify([client, proof.jti]))
      .digest('hex');
    const until = new Date(proof.exp * 1000).toISOString();
    return (await store.useAssertion(digest, until, at)) ? key : undefined;
  }
  return undefined;
}

/** Who it says that it is from and with which key: to be believed only when the signature fits. */
async function claimed(assertion: string): Promise<readonly [string | undefined, string | undefined]> {
  const { decodeJwt, decodeProtectedHeader } = await import('jose');
  try {
    return [decodeJwt(assertion).iss, decodeProtectedHeader(assertion).kid];
  } catch {
    return [undefined, undefined];
  }
}

interface Expected {
  readonly client: string;
  readonly audiences: string[];
  readonly now: Date;
}

async function verified(
  assertion: string,
  jwk: JWK,
  { client, audiences, now }: Expected,
): Promise<{ readonly jti: string; readonly exp: number } | undefined> {
  const { decodeProtectedHeader, errors, importJWK, jwtVerify } = await import('jose');
  const options = { issuer: client, subject: client, audience: audiences, currentDate: now, algorithms: [...ALGORITHMS] };
  try {
    const { alg } = decodeProtectedHeader(assertion);
    const key = await importJWK(jwk, alg);
    const { payload } = await jwtVerify(assertion, key, { ...options, requiredClaims: ['exp', 'jti'] });
    const { jti = '', exp = 0 } = payload;
    const fits = typeof jti === 'string' && jti !== '' && jti.length <= MOST_JTI && exp <= now.getTime() / 1000 + MOST_SECONDS;
    return fits ? { jti, exp } : undefined;
  } catch (error) {
    // The algorithm of somebody else's making, and a key that does not go with it.
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException) return undefined;
    throw error;
  }
}
