import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { OwnError } from '../../core/own-error.js';
import type { Report } from './report.js';

/** A private key for Ed25519, PEM. Throws `UnfitKey`. */
export function signingKey(pem: string): KeyObject {
  return ed25519(() => createPrivateKey(pem));
}

/** A public key, PEM, or the private one that it belongs to. Throws `UnfitKey`. */
export function verifyingKey(pem: string): KeyObject {
  return ed25519(() => createPublicKey(pem));
}

/** No key for Ed25519. The message says nothing of it. */
export class UnfitKey extends OwnError {
  constructor(message: string) {
    super('signing-key', message);
  }
}

function ed25519(read: () => KeyObject): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = read();
  } catch {
    // Said below.
  }
  if (key?.asymmetricKeyType !== 'ed25519') throw new UnfitKey('is no Ed25519 key in PEM, as openssl genpkey -algorithm ed25519 makes one');
  return key;
}

export function signed(report: Report, key: KeyObject): Report {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  const { signature: _, ...unsigned } = report;
  return { ...unsigned, signature: { algorithm: 'Ed25519', publicKey, value: sign(null, bytesOf(unsigned), key).toString('base64') } };
}

/** Whose signature a report has: the fingerprint of the key; undefined when it is not the signature of this very report. */
export function signerOf(report: Report): string | undefined {
  const { signature, ...unsigned } = report;
  if (signature === undefined) return undefined;
  try {
    const key = createPublicKey({ key: Buffer.from(signature.publicKey, 'base64'), type: 'spki', format: 'der' });
    if (key.asymmetricKeyType !== 'ed25519' || !verify(null, bytesOf(unsigned), key, Buffer.from(signature.value, 'base64')))
      return undefined;
    return fingerprintOf(key);
  } catch {
    return undefined;
  }
}

/** `SHA256:` over the key, as people compare them. */
export function fingerprintOf(key: KeyObject): string {
  const der = createPublicKey(key.type === 'private' ? key : key.export({ type: 'spki', format: 'pem' })).export({
    type: 'spki',
    format: 'der',
  });
  return `SHA256:${createHash('sha256')
    .update(der)
    .digest('base64')
    .replace(/={1,2}$/, '')}`;
}

/** What is signed: JSON with sorted names and without white space, so that how a file is laid out does not matter. */
function bytesOf(report: Omit<Report, 'signature'>): Buffer {
  return Buffer.from(JSON.stringify(sorted(report)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
