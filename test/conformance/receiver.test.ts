import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { runAgainstReceiver } from './support/simulated-receiver.js';

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

describe('an address that is no receiver', () => {
  test('that refuses connections gets no verdict', async () => {
    await expect(runAgainstReceiver({}, { config: { url: 'http://127.0.0.1:9/' } })).rejects.toThrow('nothing listens there');
  });

  test('that says yes to anything passes nothing that it did not show', async () => {
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(204).end());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      const { tests } = await runAgainstReceiver({}, { blind: true, config: { url } });
      const refusing = tests.filter(({ requirement }) => /RECEIVER-1[0-6]/.test(requirement));
      expect(refusing.map(({ verdict }) => verdict)).toEqual(refusing.map(() => 'fail'));
      const holding = tests.filter(({ expected }) => expected?.includes('id '));
      expect(holding.length).toBeGreaterThan(20);
      expect(holding.every(({ verdict }) => verdict === 'review')).toBe(true);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  test('has a ledger that cannot be read: no verdict either', async () => {
    const refused = runAgainstReceiver({}, { config: { ledger: { file: '/nowhere/ledger.json' } } });
    await expect(refused).rejects.toThrow('the ledger of the receiver cannot be read: the file cannot be opened');
  });
});
