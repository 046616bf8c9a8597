import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { supplied } from '../../core/supplied.js';
import { checkSignatures } from '../caller/certificate-strength.js';
import { badConfiguration, SoapClientError } from './client-error.js';
import type { KeyMaterial, SoapClientOptions } from './client-options.js';

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Certificates, keys and the oldest TLS version, worked out once, so that a wrong passphrase shows at the start.
 * Throws `tls` for material that cannot be read, `bad-configuration` for a combination that means nothing.
 */
export function secureContext({ ca, cert, key, pfx, passphrase }: SoapClientOptions): SecureContext {
  if ((cert === undefined) !== (key === undefined)) throw badConfiguration('a client certificate and its key go together');
  if (pfx !== undefined && cert !== undefined) throw badConfiguration('a client certificate comes as PEM or as PKCS12, not as both');
  const trusted = ca === undefined ? undefined : [ca].flat();
  trusted?.forEach(checkAuthority);
  try {
    const context = createSecureContext({
      minVersion: 'TLSv1.2',
      ...(trusted === undefined ? {} : { ca: trusted as KeyMaterial[] }),
      ...supplied({ cert, key, pfx, passphrase }),
    });
    checkSignatures(ownCertificates(context, cert));
    return context;
  } catch (error) {
    throw unreadable(error, pfx !== undefined);
  }
}

/** Those of PEM, or the one that OpenSSL found in a PKCS12 file. */
function ownCertificates({ context }: SecureContext, cert: KeyMaterial | undefined): X509Certificate[] {
  const found =
    cert === undefined
      ? [(context as { getCertificate?(): Buffer | null } | undefined)?.getCertificate?.() ?? []].flat()
      : (cert.toString('latin1').match(PEM_CERTIFICATE) ?? []);
  return found.map((one) => new X509Certificate(one));
}

/** Node takes any text for a certificate authority, and then trusts nobody. */
function checkAuthority(material: KeyMaterial): void {
  const blocks = material.toString('latin1').match(PEM_CERTIFICATE);
  try {
    for (const block of blocks ?? []) new X509Certificate(block);
  } catch {
    throw new SoapClientError('tls', 'a certificate to trust cannot be read');
  }
  if (blocks === null) throw new SoapClientError('tls', 'there is no PEM certificate in what is to be trusted');
}

/** OpenSSL says what is wrong in a few words of its own, which never hold the material. */
function unreadable(error: unknown, isPfx: boolean): SoapClientError {
  const { code = '', message = '' } = error as { readonly code?: string; readonly message?: string };
  const about = isPfx ? 'the PKCS12 file' : 'the client certificate or its key';
  if (/mac verify failure|bad decrypt|interrupted or cancelled/i.test(message)) {
    return new SoapClientError('tls', `${about} does not open with this passphrase`);
  }
  if (isPfx && (code === 'ERR_CRYPTO_UNSUPPORTED_OPERATION' || /unsupported/i.test(message))) {
    return new SoapClientError('tls', `${about} is encrypted in an old way that OpenSSL 3 does not read: export it again`);
  }
  if (/key values mismatch/i.test(message)) return new SoapClientError('tls', 'the key does not belong to the client certificate');
  if (/_(?:MD_TOO_WEAK|KEY_TOO_SMALL)$/.test(code)) {
    return new SoapClientError('tls', `${about} is too weak for OpenSSL: a short key, or signed with SHA-1 or MD5`, { reason: code });
  }
  return new SoapClientError('tls', `${about} cannot be read`);
}
