import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { startWebhookReceiver } from '../../src/simulator/webhook-receiver.js';
import { hasOpenssl, makeAuthority } from '../support/authority.js';
import { startPlainReceiver, startServer } from './support/plain-receiver.js';
import { runAgainstReceiver, SECRET } from './support/simulated-receiver.js';

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../schemas/${file}`, import.meta.url), 'utf8')) as object;

/** Messages that break the schema on purpose. */
const BREAKING = ['receiver/tolerance/', 'receiver/answers/content-refused'];

test('what a receiver is sent is as the published schema says, but where a test needs it otherwise', async () => {
  const validate = formats.default(new Ajv2020({ strict: false })).compile(read('webhook/results-stored.json'));
  const { tests, traffic } = await runAgainstReceiver();
  const breaking = new Set(tests.filter(({ id }) => BREAKING.some((start) => id.startsWith(start))).flatMap(({ exchanges }) => exchanges));
  const wrong = traffic.all.filter(({ number, request }) => !breaking.has(number) && !validate(JSON.parse(request.body.toString('utf8'))));
  expect(wrong.map(({ number }) => number)).toEqual([]);
  expect(traffic.count).toBeGreaterThan(100);
});

test('without a ledger, what a receiver holds is for a person to look at, and says what to look for', async () => {
  const { tests } = await runAgainstReceiver({}, { blind: true });
  const held = tests.find(({ id }) => id === 'receiver/corrections/replaces');
  expect(held).toMatchObject({ verdict: 'review', expected: expect.stringMatching(/id [0-9a-f-]{36}\) is there once, in revision 2/) });
  expect(tests.filter(({ verdict }) => verdict === 'fail' || verdict === 'error')).toEqual([]);
});

test('a safe run sends only what leaves nothing behind', async () => {
  const { tests, traffic } = await runAgainstReceiver({}, { config: { safe: true } });
  const kinds = traffic.all.flatMap(({ request }) =>
    [...request.body.toString('utf8').matchAll(/"kind":\s*"(\w+)"/g)].map(([, kind]) => kind),
  );
  expect(new Set(kinds)).toEqual(new Set(['withdrawal']));
  expect(tests.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(12);
});

test('a run leaves nothing behind in a receiver that works on withdrawals', async () => {
  const receiver = await startWebhookReceiver({ secrets: [SECRET] });
  try {
    const config = { url: receiver.url, ledger: { url: receiver.ledgerUrl } };
    await runAgainstReceiver({}, { config, only: (ids) => ids.some((id) => /RECEIVER-(4|5|8)/.test(id)) });
    expect(receiver.ledger.entries.length).toBeGreaterThan(20);
    expect(await (await fetch(receiver.ledgerUrl)).json()).toMatchObject({ results: [], signals: [] });
  } finally {
    await receiver.close();
  }
});

test('a receiver that somebody else wrote, with the code of docs/delivery.md, has no failure', async () => {
  const receiver = await startPlainReceiver(SECRET);
  try {
    const { tests } = await runAgainstReceiver({}, { config: { url: receiver.url, ledger: { url: receiver.ledgerUrl } } });
    expect(tests.filter(({ verdict }) => !['pass', 'not-applicable', 'not-testable'].includes(verdict))).toEqual([]);
    expect(tests.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(70);
  } finally {
    await receiver.close();
  }
});

describe('a receiver on another machine', () => {
  const https = (ids: readonly string[]) => ids.includes('receiver/answers/https');
  const yes: Parameters<typeof startServer>[0] = (_request, response) => response.writeHead(204).end();

  test('should have TLS', async () => {
    const server = await startServer(yes);
    // This machine by a name that is not known to be its own.
    const config = { url: server.url.replace('127.0.0.1', '0.0.0.0') };
    const { tests } = await runAgainstReceiver({}, { blind: true, config, only: https });
    expect(tests.find(({ id }) => https([id]))).toMatchObject({ verdict: 'warning', expected: 'https', actual: 'http' });
    await server.close();
  });

  (hasOpenssl ? test : test.skip)('passes with a certificate that is trusted, and gets no verdict with another', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'uwlr-receiver-'));
    const authority = makeAuthority(directory);
    const server = await startServer(yes, authority.sign('receiver', '/CN=Verzonnen ontvanger', 'subjectAltName=IP:127.0.0.1'));
    const config = { url: server.url };
    try {
      const { tests } = await runAgainstReceiver({}, { blind: true, config, only: https, tls: { ca: authority.ca } });
      const text = expect.stringContaining('TLS with a trusted certificate');
      expect(tests.find(({ id }) => https([id]))).toMatchObject({ verdict: 'pass', evidence: [{ text }] });
      await expect(runAgainstReceiver({}, { blind: true, config, only: https })).rejects.toThrow('the certificate is not trusted');
    } finally {
      await server.close();
      await rm(directory, { recursive: true });
    }
  });
});

describe('an address that is no receiver', () => {
  test('that refuses connections gets no verdict', async () => {
    await expect(runAgainstReceiver({}, { config: { url: 'http://127.0.0.1:9/' } })).rejects.toThrow('nothing listens there');
  });

  test.each([
    ['a page for people', 200, '<!doctype html><title>Welkom</title>'],
    ['a redirect to a login page', 302, '<p>Inloggen</p>'],
    ['a page that is not found', 404, '<h1>Niet gevonden</h1>'],
  ])('that answers with %s gets no verdict', async (_, status, body) => {
    const server = await startServer((_request, response) => response.writeHead(status, { 'content-type': 'text/html' }).end(body));
    await expect(runAgainstReceiver({}, { blind: true, config: { url: server.url } })).rejects.toThrow(
      'is this the address of the receiver?',
    );
    await server.close();
  });

  test('that hangs gets no verdict', async () => {
    const server = await startServer(() => undefined);
    const run = runAgainstReceiver({}, { blind: true, config: { url: server.url, patienceMs: 100 } });
    await expect(run).rejects.toThrow('no answer came in time');
    await server.close();
  });

  test('that always breaks passes nothing but that it answers', async () => {
    const server = await startServer((_request, response) => response.writeHead(500).end());
    const { tests } = await runAgainstReceiver({}, { blind: true, config: { url: server.url } });
    expect(tests.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id)).toEqual(['receiver/answers/address']);
    await server.close();
  });

  test('that says yes to anything passes nothing that it did not show', async () => {
    const server = await startServer((_request, response) => response.writeHead(204).end());
    const { url } = server;
    try {
      const { tests } = await runAgainstReceiver({}, { blind: true, config: { url } });
      const refusing = tests.filter(({ requirement }) => /RECEIVER-1[0-6]/.test(requirement));
      expect(refusing.map(({ verdict }) => verdict)).toEqual(refusing.map(() => 'fail'));
      const holding = tests.filter(({ expected }) => expected?.includes('id '));
      expect(holding.length).toBeGreaterThan(20);
      expect(holding.every(({ verdict }) => verdict === 'review')).toBe(true);
    } finally {
      await server.close();
    }
  });

  test('has a ledger that cannot be read: no verdict either', async () => {
    const refused = runAgainstReceiver({}, { config: { ledger: { file: '/nowhere/ledger.json' } } });
    await expect(refused).rejects.toThrow('the ledger of the receiver cannot be read: the file cannot be opened');
  });
});
