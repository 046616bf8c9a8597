import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from '../../../src/directory/directory.js';
import { type Certificates, hasOpenssl, makeCertificates, PASSPHRASE } from '../../soap/support/certificates.js';
import { startMisbehavingServer } from '../../support/misbehaving-las.js';
import { FetchingSchool, rulesOf } from './support/fetching-school.js';
import { goodAnswer } from './support/good-answer.js';

const inCi = process.env['CI'] !== undefined;
const describeHere = hasOpenssl || inCi ? describe : describe.skip;
if (!hasOpenssl) console.info(`openssl is not installed here${inCi ? ', and in CI it has to be.' : ': TLS is not tried.'}`);

let directory: string;
let made: Certificates;
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A sync over TLS with an administration that wants a certificate of its caller. */
async function syncOverTls(connection: Connection) {
  const tls = { ...made.server, ca: made.ca, requestCert: true, rejectUnauthorized: true };
  const server = await startMisbehavingServer({ does: 'answer', message: goodAnswer() }, tls);
  const fetching = await FetchingSchool.at(server.url, { connection });
  open.push(server, fetching);
  return { report: await fetching.run(), server };
}

describeHere('a connection over TLS', () => {
  const at = (name: string) => path.join(directory, name);

  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'uwlr-sync-tls-'));
    made = makeCertificates(directory);
    writeFileSync(at('passphrase'), `${PASSPHRASE}\n`);
    writeFileSync(at('wrong'), 'iets anders');
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('takes certificate and key from files', async () => {
    const { report, server } = await syncOverTls({ caFile: at('ca.pem'), certFile: at('client.pem'), keyFile: at('client.key') });
    expect(report.outcome).toBe('updated');
    expect(server.requests).toHaveLength(1);
  });

  test('takes a PKCS #12 file with its passphrase, and headers', async () => {
    const { report, server } = await syncOverTls({
      caFile: at('ca.pem'),
      pkcs12File: at('client.p12'),
      passphraseFile: at('passphrase'),
      headers: { 'X-Abonnement': 'verzonnen' },
    });
    expect(report.outcome).toBe('updated');
    expect(server.requests[0]?.headers).toMatchObject({ 'x-abonnement': 'verzonnen' });
  });

  test.each<[string, () => Connection]>([
    ['that nobody vouches for', () => ({})],
    ['without a certificate', () => ({ caFile: at('ca.pem') })],
    ['with a passphrase that does not fit', () => ({ caFile: at('ca.pem'), pkcs12File: at('client.p12'), passphraseFile: at('wrong') })],
  ])('%s is not made', async (_what, connection) => {
    const { report, server } = await syncOverTls(connection());
    expect(report).toMatchObject({ outcome: 'tls', ok: false });
    expect(rulesOf(report)).toEqual(['UWLR-SY-002']);
    expect(server.requests).toEqual([]);
  });
});
