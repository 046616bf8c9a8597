import { createPrivateKey, type KeyObject, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { JWK } from 'jose';
import { supplied } from '../../core/supplied.js';
import { plainPem, UnfitText } from '../../xml/plain-text.js';
import { SettingsError } from '../targets/settings-error.js';
import type { EduVSettings } from '../targets/target-settings.js';

/** Seconds. It is used at once; the rest is for clocks that differ. */
const LIFETIME = 120;

const BY_CURVE: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };
/** Where the key does not say it itself. Of RSA, what every server has to know. */
const BY_TYPE: Readonly<Record<string, string>> = { rsa: 'RS256', 'rsa-pss': 'PS256', ed25519: 'EdDSA' };

/**
 * What we prove ourselves with at a token endpoint: a JWT that is signed with the private key of the settings (RFC 7523,
 * `private_key_jwt`). The key is read anew, so that one that was renewed needs no change here. Throws `SettingsError`.
 */
export async function clientAssertion(settings: EduVSettings, now: Date): Promise<string> {
  const { clientId, tokenUrl, audience = tokenUrl, keyId } = settings;
  const { key, jwk } = await privateKey(settings);
  const kid = keyId ?? jwk?.kid;
  const seconds = Math.floor(now.getTime() / 1000);
  const { SignJWT } = await import('jose');
  const assertion = new SignJWT()
    .setProtectedHeader({ alg: jwk?.alg ?? algorithmOf(key), typ: 'JWT', ...supplied({ kid }) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + LIFETIME);
  return assertion.sign(key).catch(() => {
    throw new SettingsError('keyFile', 'holds a key that its algorithm cannot sign with');
  });
}

async function privateKey({ keyFile }: EduVSettings): Promise<{ readonly key: KeyObject; readonly jwk?: JWK }> {
  const bytes = await readFile(keyFile).catch(() => {
    throw new SettingsError('keyFile', 'names a file that cannot be read');
  });
  try {
    const text = plainPem(bytes).toString('utf8');
    if (!text.trimStart().startsWith('{')) return { key: createPrivateKey(text) };
    const jwk = JSON.parse(text) as JWK;
    return { key: createPrivateKey({ key: jwk, format: 'jwk' }), jwk };
  } catch (error) {
    if (error instanceof UnfitText) throw new SettingsError('keyFile', `names a file that ${error.reason}`);
    // What went wrong might repeat a piece of the key.
    throw new SettingsError('keyFile', 'names a file without a private key, as JSON Web Key or as PEM');
  }
}

function algorithmOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string {
  const algorithm = type === 'ec' ? BY_CURVE[details?.namedCurve ?? ''] : BY_TYPE[type ?? ''];
  if (algorithm === undefined) throw new SettingsError('keyFile', 'holds a key of a kind that nothing can be signed with');
  return algorithm;
}
