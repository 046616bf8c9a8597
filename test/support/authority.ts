import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** Files of a certificate and its key, and what is in them. */
export interface SignedPair {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

export interface Authority {
  readonly caFile: string;
  readonly ca: string;
  /** `subject` as in `/CN=Verzonnen/serialNumber=...`; `how`: further options of `openssl x509`. */
  sign(name: string, subject: string, extensions?: string, ...how: readonly string[]): SignedPair;
}

const EC_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** An invented authority with its files in `directory`, made with the openssl command. Keys are of elliptic curves: they take no time. */
export function makeAuthority(directory: string, name = 'ca'): Authority {
  const at = (file: string) => path.join(directory, file);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });
  openssl('req', '-x509', ...EC_KEY, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-days', '2', '-subj', `/CN=Verzonnen ${name}`);
  return {
    caFile: at(`${name}.pem`),
    ca: readFileSync(at(`${name}.pem`), 'utf8'),
    sign: (of, subject, extensions = 'extendedKeyUsage=clientAuth', ...how) => {
      writeFileSync(at(`${of}.ext`), extensions);
      openssl('req', '-new', ...EC_KEY, '-keyout', `${of}.key`, '-out', `${of}.csr`, '-subj', subject);
      const from = ['-CA', `${name}.pem`, '-CAkey', `${name}.key`, '-CAcreateserial', '-days', '2', '-extfile', `${of}.ext`];
      openssl('x509', '-req', '-in', `${of}.csr`, ...from, ...how, '-out', `${of}.pem`);
      const [certFile, keyFile] = [at(`${of}.pem`), at(`${of}.key`)];
      return { certFile, keyFile, cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
    },
  };
}
