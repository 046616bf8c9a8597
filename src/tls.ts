import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SecureContextOptions, TlsOptions } from 'node:tls';
import type { Config } from './config.js';
import { ConfigError } from './config-error.js';

export type TlsConfig = Pick<Config, 'tlsCert' | 'tlsKey' | 'tlsClientCa' | 'tlsClientAuth'>;

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** How the gateway asks for client certificates. What is asked for and not signed by the client CA never counts (see `readCaller`). */
export function clientAuth({ tlsClientAuth }: TlsConfig): Pick<TlsOptions, 'requestCert' | 'rejectUnauthorized'> {
  return { requestCert: tlsClientAuth !== 'none', rejectUnauthorized: tlsClientAuth === 'require' };
}

/**
 * Certificate, key and client authorities as they are in their files now; undefined when no TLS is set.
 * Throws `ConfigError` for a file that cannot be read, a key that does not belong to its certificate, or one whose time is over.
 */
export function readTls({ tlsCert, tlsKey, tlsClientCa }: TlsConfig, now: Date): SecureContextOptions | undefined {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  const [cert, key] = [read('UWLR_TLS_CERT', tlsCert), read('UWLR_TLS_KEY', tlsKey)];
  const [leaf] = certificates('UWLR_TLS_CERT', cert);
  if (!belongs(leaf, key)) throw new ConfigError('UWLR_TLS_KEY', 'holds a key that does not belong to the certificate');
  if (new Date(leaf.validFrom) > now) throw new ConfigError('UWLR_TLS_CERT', 'holds a certificate that is not valid yet');
  if (new Date(leaf.validTo) < now) throw new ConfigError('UWLR_TLS_CERT', 'holds a certificate that has expired');
  const context = { cert, key, minVersion: 'TLSv1.2' as const };
  if (tlsClientCa === undefined) return context;
  const ca = read('UWLR_TLS_CLIENT_CA', tlsClientCa);
  certificates('UWLR_TLS_CLIENT_CA', ca);
  return { ...context, ca };
}

function read(setting: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
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
