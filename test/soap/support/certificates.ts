import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export interface KeyPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface Certificates {
  readonly ca: Buffer;
  /** For localhost. */
  readonly server: KeyPair;
  /** For another host. */
  readonly elsewhere: KeyPair;
  readonly client: KeyPair;
  /** The client's key and certificate under `PASSPHRASE`, as PEM key and as PKCS12. */
  readonly lockedKey: Buffer;
  readonly pfx: Buffer;
  /** For localhost, and not to be accepted: signed with SHA-1, with a time that is over, signed by itself. */
  readonly unacceptable: Readonly<Record<'sha1' | 'expired' | 'selfSigned', KeyPair>>;
  /** A client that signed for itself. */
  readonly stranger: KeyPair;
}

export const PASSPHRASE = 'verzonnen-wachtzin';

/** Makes an authority and what it signs in `directory`, with the openssl command. */
export function makeCertificates(directory: string): Certificates {
  const at = (name: string) => path.join(directory, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });
  const newKey = (name: string) => ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`];
  const signed = (name: string, subject: string, extensions: string, ...how: readonly string[]): KeyPair => {
    openssl('req', '-new', ...newKey(name), '-out', `${name}.csr`, '-subj', `/CN=${subject}`);
    writeFileSync(at(`${name}.ext`), extensions);
    const from = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', `${name}.ext`, ...how];
    if (!how.includes('-days')) from.push('-days', '2');
    openssl('x509', '-req', '-in', `${name}.csr`, ...from, '-out', `${name}.pem`);
    return pair(name);
  };
  const pair = (name: string): KeyPair => ({ cert: readFileSync(at(`${name}.pem`)), key: readFileSync(at(`${name}.key`)) });
  const selfSigned = (name: string, subject: string): void => {
    openssl('req', '-x509', ...newKey(name), '-out', `${name}.pem`, '-days', '2', '-subj', `/CN=${subject}`);
  };

  selfSigned('ca', 'Verzonnen autoriteit');
  selfSigned('stranger', 'Vreemde');
  const server = signed('server', 'localhost', 'subjectAltName=DNS:localhost');
  const elsewhere = signed('elsewhere', 'las.example', 'subjectAltName=DNS:las.example');
  const client = signed('client', 'Verzonnen leverancier', 'extendedKeyUsage=clientAuth');
  const local = 'subjectAltName=DNS:localhost';
  selfSigned('self-signed', 'localhost');
  const unacceptable = {
    sha1: signed('sha1', 'localhost', local, '-sha1'),
    expired: signed('expired', 'localhost', local, '-days', '-1'),
    selfSigned: pair('self-signed'),
  };
  const out = `pass:${PASSPHRASE}`;
  openssl('rsa', '-in', 'client.key', '-aes256', '-passout', out, '-out', 'locked.key');
  openssl('pkcs12', '-export', '-inkey', 'client.key', '-in', 'client.pem', '-passout', out, '-out', 'client.p12');
  return {
    ca: readFileSync(at('ca.pem')),
    server,
    elsewhere,
    client,
    unacceptable,
    lockedKey: readFileSync(at('locked.key')),
    pfx: readFileSync(at('client.p12')),
    stranger: pair('stranger'),
  };
}
