import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { JWK } from 'jose';
import { plainPem } from '../../xml/plain-text.js';
import { couldNotRun, wrongUsage } from '../terminal/command-error.js';
import { explainSystem } from '../terminal/explain-error.js';
import { asPlain } from '../terminal/text-of-file.js';

export interface ClientKey {
  readonly publicKey: JWK;
  /** The file was not there, and has a fresh private key in it now. */
  readonly made: boolean;
}

/** The public half of the key in a file, which is made when it is not there. Errors: `CommandError`, which says nothing of the key. */
export async function clientKey(file: string): Promise<ClientKey> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unusable(error, file);
  });
  if (bytes === undefined) return { publicKey: await freshKey(file), made: true };
  const text = asPlain(file, bytes, plainPem).toString('utf8');
  try {
    const isJwk = text.trimStart().startsWith('{');
    const key = isJwk ? createPublicKey({ key: JSON.parse(text), format: 'jwk' }) : createPublicKey(text);
    return { publicKey: key.export({ format: 'jwk' }) as JWK, made: false };
  } catch {
    throw wrongUsage('--key-file: there is no key in it, as JSON Web Key or as PEM');
  }
}

async function freshKey(file: string): Promise<JWK> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const text = `${JSON.stringify(privateKey.export({ format: 'jwk' }))}\n`;
  await writeFile(file, text, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    throw unusable(error, file);
  });
  return publicKey.export({ format: 'jwk' }) as JWK;
}

function unusable(error: unknown, file: string): Error {
  return couldNotRun(explainSystem(error, file) ?? `${file}: cannot be read or written`);
}
