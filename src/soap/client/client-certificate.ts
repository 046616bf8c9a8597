import { X509Certificate } from 'node:crypto';
import type { ClientCertificate } from '../caller/caller.js';

const OIN = /^\d{20}$/;
const BASE64 = /^:?([A-Za-z0-9+/]+={0,2}):?$/;
const ONE_PEM = /^\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/;

export function clientCertificate(certificate: X509Certificate): ClientCertificate {
  const fingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  // Values of the subject one by one: in the subject as text, one value could look like several.
  const { serialNumber } = certificate.toLegacyObject().subject as unknown as Readonly<Record<string, unknown>>;
  return { fingerprint, ...(typeof serialNumber === 'string' && OIN.test(serialNumber) ? { oin: serialNumber } : {}) };
}

/**
 * A certificate as a proxy hands it on: PEM in percent-encoding (nginx, `$ssl_client_escaped_cert`), or DER in base64 (RFC 9440).
 * Undefined for anything else.
 */
export function certificateOfHeader(value: string): ClientCertificate | undefined {
  try {
    const base64 = BASE64.exec(value.trim())?.[1];
    if (base64 !== undefined) return clientCertificate(new X509Certificate(Buffer.from(base64, 'base64')));
    const pem = decodeURIComponent(value);
    return ONE_PEM.test(pem) ? clientCertificate(new X509Certificate(pem)) : undefined;
  } catch {
    return undefined;
  }
}
