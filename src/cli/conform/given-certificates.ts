import type { HttpClientOptions } from '../../conformance/traffic/http-client.js';
import { wrongUsage } from '../terminal/command-error.js';
import { bytesOfFile, lineOfFile, textOfFile } from '../terminal/text-of-file.js';
import type { RunFlags } from './run-flags.js';

/** Which authority to trust, and which certificate to present. Throws `CommandError`. */
export async function givenCertificates({
  ca,
  clientCertificate,
  passphraseFile,
}: RunFlags): Promise<Pick<HttpClientOptions, 'ca' | 'pfx' | 'passphrase' | 'cert' | 'key'>> {
  if (passphraseFile !== undefined && clientCertificate === undefined) throw wrongUsage('--passphrase-file goes with --client-certificate');
  return {
    ...(ca === undefined ? {} : { ca: await textOfFile(ca) }),
    ...(clientCertificate === undefined ? {} : await certificate(clientCertificate)),
    ...(passphraseFile === undefined ? {} : { passphrase: await lineOfFile(passphraseFile) }),
  };
}

async function certificate(file: string): Promise<Pick<HttpClientOptions, 'pfx' | 'cert' | 'key'>> {
  const bytes = await bytesOfFile(file);
  const text = bytes.toString('latin1');
  return text.includes('-----BEGIN') ? { cert: text, key: text } : { pfx: bytes };
}
