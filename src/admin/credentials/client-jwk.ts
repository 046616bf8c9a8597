import { importJWK, type JWK } from 'jose';
import { type Refusal, unfit } from '../refusal.js';

/** Public members of each kind (RFC 7518, 6; RFC 8037), and an algorithm to try the key out with. */
const KINDS: Readonly<Record<string, { readonly members: readonly (keyof JWK)[]; readonly algorithm: string }>> = {
  'EC P-256': { members: ['crv', 'x', 'y'], algorithm: 'ES256' },
  'EC P-384': { members: ['crv', 'x', 'y'], algorithm: 'ES384' },
  'EC P-521': { members: ['crv', 'x', 'y'], algorithm: 'ES512' },
  'OKP Ed25519': { members: ['crv', 'x'], algorithm: 'EdDSA' },
  RSA: { members: ['n', 'e'], algorithm: 'RS256' },
};
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;
const RSA_BITS = 2048;
const NAMES = ['kid', 'alg'] as const;

/**
 * The keys of a JSON Web Key, or of a set of them, each with its public members and nothing else. Throws `Refusal`, which repeats
 * nothing of them: one of them may be private.
 */
export async function clientJwks(text: string): Promise<readonly JWK[]> {
  const value = parsed(text) as { readonly keys?: readonly JWK[] };
  const keys = Array.isArray(value.keys) ? value.keys : [value as JWK];
  if (keys.length === 0) throw unfitKey('is missing: the set is empty');
  return Promise.all(keys.map(publicKey));
}

function parsed(text: string): object {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // As what is no object.
  }
  throw unfitKey('is no JSON Web Key');
}

async function publicKey(jwk: JWK): Promise<JWK> {
  if (typeof jwk !== 'object' || jwk === null) throw unfitKey('is no JSON Web Key');
  if (PRIVATE.some((name) => name in jwk)) throw unfitKey('is private: give the public one, and keep this one to the client');
  const kind = Object.hasOwn(KINDS, String(jwk.kty)) ? KINDS[String(jwk.kty)] : KINDS[`${jwk.kty} ${jwk.crv}`];
  if (kind === undefined) throw unfitKey('must be RSA, EC (P-256, P-384, P-521) or Ed25519');
  if ((jwk.use ?? 'sig') !== 'sig') throw unfitKey('is not meant for signatures');
  const names = (['kty', ...kind.members, ...NAMES] as const).filter((name) => typeof jwk[name] === 'string');
  const key = Object.fromEntries(names.map((name) => [name, jwk[name]])) as JWK;
  await importJWK({ ...key, alg: kind.algorithm }, kind.algorithm).catch(() => {
    throw unfitKey('cannot be read as the kind that it says it is');
  });
  if (key.kty === 'RSA' && Buffer.from(key.n ?? '', 'base64url').length * 8 < RSA_BITS) throw unfitKey('is shorter than 2048 bits');
  return key;
}

function unfitKey(problem: string): Refusal {
  return unfit(`the key ${problem}`);
}
