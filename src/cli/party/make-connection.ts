import path from 'node:path';
import type { Connection } from '../../directory/directory.js';
import { SoapClientError } from '../../soap/client/client-error.js';
import { checkHeaders } from '../../soap/client/client-headers.js';
import { proxyAddress } from '../../soap/client/client-options.js';
import { secureContext } from '../../soap/client/client-tls.js';
import { plainPem } from '../../xml/plain-text.js';
import { wrongUsage } from '../terminal/command-error.js';
import { asPlain, bytesOfFile, lineOfFile, textOfFile } from '../terminal/text-of-file.js';
import type { ConnectionOptions } from './connection-options.js';

/**
 * The connection that the command line describes; undefined when it says nothing about one. Files are tried out now, so that a
 * wrong passphrase shows here and not at the first sync. Errors: `CommandError`.
 */
export async function makeConnection(options: ConnectionOptions): Promise<Connection | undefined> {
  const { proxy } = options;
  if (proxy !== undefined) asUsage(() => proxyAddress(proxy));
  const headers = await headersOf(options);
  const connection: Connection = defined({
    klantcode: options.asKlantcode,
    klantnaam: options.asKlantnaam,
    gegevenssetid: options.gegevenssetid,
    inSteps: options.inSteps,
    timeoutSeconds: options.timeout,
    maxBytes: options.maxBytes,
    caFile: absolute(options.ca),
    certFile: absolute(options.cert),
    keyFile: absolute(options.certKey),
    pkcs12File: absolute(options.pkcs12),
    passphraseFile: absolute(options.passphraseFile),
    proxy,
    headers,
  });
  await tryFiles(connection);
  return Object.keys(connection).length === 0 ? undefined : connection;
}

/** Headers that the command line gives, one by one and in a file. Errors: `CommandError`. */
export async function headersOf({
  header,
  headerFile,
}: Pick<ConnectionOptions, 'header' | 'headerFile'>): Promise<Readonly<Record<string, string>> | undefined> {
  if (header === undefined && headerFile === undefined) return undefined;
  const lines = headerFile === undefined ? [] : (await textOfFile(headerFile)).split(/\r?\n/);
  const headers = Object.fromEntries([
    ...(header ?? []).map((line) => headerOf(line, '--header')),
    ...lines.flatMap((line, at) => (line.trim() === '' ? [] : [headerOf(line, `--header-file, line ${at + 1}`)])),
  ]);
  asUsage(() => checkHeaders(headers));
  return headers;
}

/** The value may be secret: it is in no complaint. */
function headerOf(line: string, place: string): readonly [string, string] {
  const [, name, value = ''] = /^([^:\s]+):(.*)$/.exec(line) ?? [];
  if (name === undefined || value.trim() === '') throw wrongUsage(`${place}: expected a header such as Name: value`);
  return [name, value.trim()];
}

/** Throws `CommandError` for files that are of no use to a connection. */
export async function tryFiles({ caFile, certFile, keyFile, pkcs12File, passphraseFile }: Connection): Promise<void> {
  const [ca, cert, key] = await Promise.all([caFile, certFile, keyFile].map(pemOf));
  const pfx = pkcs12File === undefined ? undefined : await bytesOfFile(pkcs12File);
  const passphrase = passphraseFile === undefined ? undefined : await lineOfFile(passphraseFile);
  asUsage(() => secureContext({ ca, cert, key, pfx, passphrase }));
}

/** Throws `CommandError` for a file that cannot be read. */
async function pemOf(file: string | undefined): Promise<Buffer | undefined> {
  return file === undefined ? undefined : asPlain(file, await bytesOfFile(file), plainPem);
}

function asUsage(check: () => unknown): void {
  try {
    check();
  } catch (error) {
    throw error instanceof SoapClientError ? wrongUsage(error.message) : error;
  }
}

export function absolute(file: string | undefined): string | undefined {
  return file === undefined ? undefined : path.resolve(file);
}

function defined(connection: { readonly [Name in keyof Connection]: Connection[Name] | undefined }): Connection {
  return Object.fromEntries(Object.entries(connection).filter(([, value]) => value !== undefined));
}
