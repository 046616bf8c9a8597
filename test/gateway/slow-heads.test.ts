import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { hasOpenssl, makeAuthority } from '../support/authority.js';
import { type Running, startTestGateway } from '../support/gateway.js';

/** Sends this and waits for the end, as long as that takes. Gives what came back, and the seconds. */
async function waitForEnd({ gateway }: Running, start: string): Promise<{ readonly answer: string; readonly seconds: number }> {
  const { hostname, port } = new URL(gateway.url);
  const began = performance.now();
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  let answer = '';
  socket.on('data', (piece) => {
    answer += piece;
  });
  socket.write(start);
  await new Promise((resolve) => socket.once('close', resolve));
  return { answer, seconds: (performance.now() - began) / 1000 };
}

(hasOpenssl ? test : test.skip)(
  'a connection is closed when no head or no handshake comes, or only half of one',
  async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'uwlr-slow-'));
    const { certFile, keyFile } = makeAuthority(directory).sign('server', '/CN=localhost', 'extendedKeyUsage=serverAuth');
    const [plain, secure] = [await startTestGateway(), await startTestGateway({ settings: { tlsCert: certFile, tlsKey: keyFile } })];
    const half = 'POST /soap/leerresultaten HTTP/1.1\r\nHost: x\r\nX-Slow: ';
    const ends = await Promise.all([
      waitForEnd(plain, ''),
      waitForEnd(plain, half),
      waitForEnd(plain, `GET /livez HTTP/1.1\r\nHost: x\r\n\r\n${half}`),
      waitForEnd(secure, ''),
      waitForEnd(secure, '\x16\x03\x01\x02\x00'),
    ]);
    process.stdout.write(
      `heads and handshakes that did not come were cut off after ${ends.map(({ seconds }) => seconds.toFixed(1)).join(', ')} s\n`,
    );
    const statuses = ends.map(({ answer }) => [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status));
    expect(statuses).toEqual([['408'], ['408'], ['200', '408'], [], []]);
    await Promise.all([plain.stop(), secure.stop()]);
    await rm(directory, { recursive: true, force: true });
  },
  120_000,
);
