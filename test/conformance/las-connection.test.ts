import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SecureContextOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CouldNotTest } from '../../src/conformance/could-not-test.js';
import { runLas } from '../../src/conformance/las/run-las.js';
import { SIMULATED_CALLER } from '../../src/simulator/las.js';
import { type Authority, hasOpenssl, makeAuthority } from '../support/authority.js';

let directory: string;
let authority: Authority;

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'uwlr-conform-'));
  if (hasOpenssl) authority = makeAuthority(directory);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the tests of the connection against a server with such a certificate. By id, with their verdicts. */
async function verdictsOf(name: string, context: SecureContextOptions = {}): Promise<Readonly<Record<string, string>>> {
  const { cert, key } = authority.sign(`of-${name}`, `/CN=${name}`, `subjectAltName=DNS:${name}`);
  const server = https.createServer({ cert, key, ...context }, (_, response) => response.writeHead(500).end());
  server.listen(0, 'localhost');
  await once(server, 'listening');
  try {
    const run = await runLas({
      level: 'standard',
      only: (ids) => ids.some((id) => ['las/http/tls', 'las/http/tls-old', 'las/http/certificate'].includes(id)),
      tls: { ca: authority.ca },
      config: {
        url: `https://localhost:${(server.address() as AddressInfo).port}/leerlinggegevens`,
        caller: SIMULATED_CALLER,
        school: '99XX',
        otherSchool: '99ZZ',
        schoolYear: '2026-2027',
        versions: ['2.2'],
        profile: 'smalle-set',
        safe: true,
        patienceMs: 10_000,
        seed: 1,
      },
    });
    const seen = run.tests.filter(({ id, verdict }) => id.startsWith('las/http/') && verdict !== 'skip');
    return Object.fromEntries(seen.map(({ id, verdict }) => [id, verdict]));
  } finally {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
}

(hasOpenssl ? describe : describe.skip)('a LAS over TLS', () => {
  test('of today passes', async () => {
    expect(await verdictsOf('localhost')).toEqual({ 'las/http/tls': 'pass', 'las/http/tls-old': 'pass', 'las/http/certificate': 'pass' });
  });

  test('that still takes TLS 1.1 is told so, for a person to look at', async () => {
    const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await verdictsOf('localhost', old)).toMatchObject({ 'las/http/tls': 'pass', 'las/http/tls-old': 'review' });
  });

  test('with the certificate of another host gets no verdict', async () => {
    await expect(verdictsOf('elders.example')).rejects.toThrow(CouldNotTest);
  });
});
