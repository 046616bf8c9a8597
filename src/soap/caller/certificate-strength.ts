import type { X509Certificate } from 'node:crypto';

/** SHA-1 and MD5, with RSA, DSA and ECDSA: what OpenSSL's security level 1 refuses. The object identifiers in DER. */
const WEAK_SIGNATURES: ReadonlySet<string> = new Set([
  '2a864886f70d010104', // md5WithRSAEncryption
  '2a864886f70d010105', // sha1WithRSAEncryption
  '2a8648ce380403', // dsa-with-sha1
  '2a8648ce3d0401', // ecdsa-with-SHA1
]);

/**
 * Throws the error that OpenSSL 3.0 gives for a certificate of our own that is signed with SHA-1 or MD5. OpenSSL 3.5, in Node 22 and
 * later, takes such a certificate, and every client refuses it. A certificate signed by itself has no signature that counts.
 */
export function checkSignatures(certificates: readonly X509Certificate[]): void {
  for (const certificate of certificates) {
    if (certificate.checkIssued(certificate)) continue;
    if (WEAK_SIGNATURES.has(signatureOf(certificate.raw))) {
      throw Object.assign(new Error('CA signature digest algorithm too weak'), { code: 'ERR_SSL_CA_MD_TOO_WEAK' });
    }
  }
}

/** The identifier of the algorithm in `Certificate ::= SEQUENCE { tbsCertificate, SEQUENCE { algorithm, ... }, signature }`. */
function signatureOf(der: Buffer): string {
  const certificate = elementAt(der, 0);
  const signed = elementAt(der, certificate.from);
  const algorithm = elementAt(der, elementAt(der, signed.to).from);
  return der.toString('hex', algorithm.from, algorithm.to);
}

/** Where the content of a DER element begins and ends. */
function elementAt(der: Buffer, at: number): { readonly from: number; readonly to: number } {
  const first = der.readUInt8(at + 1);
  const bytes = first < 0x80 ? 0 : first & 0x7f;
  const length = bytes === 0 ? first : der.readUIntBE(at + 2, bytes);
  const from = at + 2 + bytes;
  return { from, to: from + length };
}
