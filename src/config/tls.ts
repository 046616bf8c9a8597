import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions, type TlsOptions } from 'node:tls';
import { checkSignatures } from '../soap/caller/certificate-strength.js';
import { plainPem } from '../xml/plain-text.js';
import type { Config } from './config.js';
import { ConfigError } from './config-error.js';
import { plainSetting } from './plain-setting.js';

export type TlsConfig = Pick<Config, 'tlsCert' | 'tlsKey' | 'tlsClientCa' | 'tlsClientAuth'>;

/** What OpenSSL says of certificates that are too weak for its security level, in our words. */
const WEAK: Readonly<Record<string, string>> = {
  ERR_SSL_CA_MD_TOO_WEAK: 'was signed with SHA-1 or MD5',
  ERR_SSL_EE_KEY_TOO_SMALL: 'has a key that is too short',
  ERR_SSL_CA_KEY_TOO_SMALL: 'has a key that is too short',
};

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** How the gateway asks for client certificates. What is asked for and not signed by the client CA never counts (see `readCaller`). */
export function clientAuth({ tlsClientAuth }: TlsConfig): Pick<TlsOptions, 'requestCert' | 'rejectUnauthorized'> {
  return { requestCert: tlsClientAuth !== 'none', rejectUnauthorized: tlsClientAuth === 'require' };
}

/**
 * Certificate, key and client authorities as they are in their files now; undefined when no TLS is set.
 * Throws `ConfigError` for a file that cannot be read, a key that does not belong to its certificate, or one whose time is over or that
 * OpenSSL does not take.
 */
export function readTls({ tlsCert, tlsKey, tlsClientCa }: TlsConfig, now: Date): SecureContextOptions | undefined {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  const [cert, key] = [read('UWLR_TLS_CERT', tlsCert), read('UWLR_TLS_KEY', tlsKey)];
  const own = certificates('UWLR_TLS_CERT', cert);
  const [leaf] = own;
  if (!belongs(leaf, key)) throw new ConfigError('UWLR_TLS_KEY', 'holds a key that does not belong to the certificate');
  if (new Date(leaf.validFrom) > now) throw new ConfigError('UWLR_TLS_CERT', 'holds a certificate that is not valid yet');
  if (new Date(leaf.validTo) < now) throw new ConfigError('UWLR_TLS_CERT', 'holds a certificate that has expired');
  const context = { cert, key, minVersion: 'TLSv1.2' as const };
  checkAcceptable(context, own);
  if (tlsClientCa === undefined) return context;
  const ca = read('UWLR_TLS_CLIENT_CA', tlsClientCa);
  certificates('UWLR_TLS_CLIENT_CA', ca);
  return { ...context, ca };
}

/** Here, and not when the port is opened or renewed: there nobody knows which setting it is about. */
function checkAcceptable(context: SecureContextOptions, own: readonly X509Certificate[]): void {
  try {
    checkSignatures(own);
    createSecureContext(context);
  } catch (error) {
    const { code = 'no code' } = error as NodeJS.ErrnoException;
    const why = WEAK[code] ?? 'is of no use';
    throw new ConfigError(
      'UWLR_TLS_CERT',
      `holds a certificate, its own or of an authority, that ${why}: OpenSSL does not take it (${code})`,
    );
  }
}

function read(setting: string, file: string): Buffer {
  try {
    return plainSetting(setting, file, readFileSync(file), plainPem);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(setting, `names a file that cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
}

/** Node takes any text for an authority, and then trusts nobody. */
function certificates(setting: string, pem: Buffer): readonly [X509Certificate, ...X509Certificate[]] {
  const [first, ...more] = pem.toString('latin1').match(PEM_CERTIFICATE) ?? [];
  if (first === undefined) throw new ConfigError(setting, 'holds no certificate (PEM)');
  try {
    return [new X509Certificate(first), ...more.map((block) => new X509Certificate(block))];
  } catch {
    throw new ConfigError(setting, 'holds a certificate that cannot be read');
  }
}

function belongs(certificate: X509Certificate, key: Buffer): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    throw new ConfigError('UWLR_TLS_KEY', 'holds no private key that can be read (PEM, without a passphrase)');
  }
}
