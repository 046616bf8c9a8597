import { readFile } from 'node:fs/promises';
import type { Connection } from '../../directory/directory.js';
import type { SoapClientOptions } from '../../soap/client/client-options.js';
import { plainLine, plainPem, UnfitText } from '../../xml/plain-text.js';
import { ConnectionError } from './connection-error.js';

/** However long the pieces may take, a whole call is given this long at least. */
const WHOLE_CALL_MS = 600_000;

const FILES = { caFile: 'ca', certFile: 'cert', keyFile: 'key', pkcs12File: 'pfx' } as const;

/** What a SOAP client needs for a connection, see `SoapClientOptions`: its files are read now. Throws `ConnectionError` for one that cannot be read. */
export async function connectionOptions(connection: Connection, allowTargets: readonly string[]): Promise<SoapClientOptions> {
  const { timeoutSeconds, maxBytes, proxy, headers, passphraseFile } = connection;
  const read = async (name: keyof typeof FILES | 'passphraseFile', file: string): Promise<Buffer> => {
    try {
      const bytes = await readFile(file);
      return name === 'pkcs12File' ? bytes : plainPem(bytes);
    } catch (error) {
      throw new ConnectionError(`the file that ${name} names ${error instanceof UnfitText ? error.reason : 'cannot be read'}`);
    }
  };
  const material: { -readonly [K in (typeof FILES)[keyof typeof FILES]]?: Buffer } = {};
  for (const name of Object.keys(FILES) as (keyof typeof FILES)[]) {
    const file = connection[name];
    if (file !== undefined) material[FILES[name]] = await read(name, file);
  }
  const passphrase = passphraseFile === undefined ? undefined : passphraseOf(await read('passphraseFile', passphraseFile));
  const milliseconds = timeoutSeconds === undefined ? undefined : Math.round(timeoutSeconds * 1000);
  return {
    ...material,
    connectTimeoutMs: milliseconds,
    answerTimeoutMs: milliseconds,
    pieceTimeoutMs: milliseconds,
    totalTimeoutMs: milliseconds === undefined ? undefined : Math.max(WHOLE_CALL_MS, 3 * milliseconds),
    maxBytes,
    proxy,
    allowTargets,
    headers,
    passphrase,
  };
}

function passphraseOf(bytes: Buffer): string {
  try {
    return plainLine(bytes);
  } catch (error) {
    throw error instanceof UnfitText ? new ConnectionError(`the file that passphraseFile names ${error.reason}`) : error;
  }
}
