import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/config.js';
import { startGateway } from '../../src/gateway/server.js';
import { openStore } from '../../src/store/open.js';
import type { Store } from '../../src/store/store.js';
import { addTargets, settle, store as stored, take } from '../store/support/outbox.js';
import { type SmtpServer, startSmtpServer } from './support/smtp-server.js';

let directory: string;
let smtp: SmtpServer;
let server: Server;
let hooks: { readonly text: string; readonly data: { readonly alerts: readonly object[] } }[];

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'uwlr-alerting-'));
  smtp = await startSmtpServer();
  hooks = [];
  server = createServer(async (request, response) => {
    hooks.push(JSON.parse(await text(request)));
    response.end();
    server.emit('hook');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  await smtp.close();
  await rm(directory, { recursive: true, force: true });
});

async function inStore(work: (store: Store) => Promise<unknown>): Promise<void> {
  const store = await openStore({ dataDirectory: directory });
  await work(store);
  await store.close();
}

/** Starts a gateway, and stops it when it has told by mail and by webhook. Gives what it logged. */
async function startAndHear(): Promise<string> {
  const env = {
    UWLR_DATA: directory,
    UWLR_PORT: '0',
    // Nothing is sent meanwhile, which would be trouble of its own.
    UWLR_DELIVERY: 'off',
    UWLR_ALERT_SMTP: smtp.url,
    UWLR_ALERT_MAIL_FROM: 'gateway@school.example',
    UWLR_ALERT_MAIL_TO: 'beheer@school.example',
    UWLR_ALERT_WEBHOOK: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    UWLR_ALERT_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 3).toString('base64')}`,
  };
  const lines: string[] = [];
  const log = new Writable({
    write(piece, _, done) {
      lines.push(String(piece));
      done();
    },
  });
  const heard = Promise.all([once(server, 'hook'), smtp.next()]);
  const gateway = await startGateway(loadConfig({}, env), { log });
  await heard;
  while ((await gateway.store.outbox.alerts(new Date().toISOString())).length > 0) await new Promise((resolve) => setImmediate(resolve));
  await gateway.stop();
  return lines.join('');
}

test('a gateway that starts tells of trouble that there is, over all that is set, and of its end, each once', async () => {
  await inStore(async (store) => {
    await addTargets(store);
    await stored(store, ['r1', 'r2']);
    await settle(store.outbox, await take(store.outbox), { kind: 'hold', reason: 'authorisation' });
  });
  const log = await startAndHear();
  expect(smtp.mails).toHaveLength(1);
  expect(smtp.mails[0]!.text).toContain('The target refuses our key or certificate. 2 wait; 0 are dead.');
  expect(hooks).toMatchObject([{ data: { alerts: [{ target: 'las', kind: 'held', phase: 'started', waiting: 2 }] } }]);
  expect(log).toMatch(/"event":"delivery trouble","target":"las","trouble":"held","holdReason":"authorisation","waiting":2,"dead":0/);

  const longAgo = new Date(Date.now() - 3_600_000).toISOString();
  await inStore((store) => store.outbox.resumeTarget('las', longAgo));
  await startAndHear();
  expect(smtp.mails.map(({ headers }) => headers.get('subject'))).toEqual([
    'UWLR gateway: las: storing / trouble',
    'UWLR gateway: las: voorbij / over',
  ]);
  expect(hooks).toHaveLength(2);
});

test('a gateway does not start with a secret for its webhook that is none', () => {
  const env = { UWLR_DATA: directory, UWLR_ALERT_WEBHOOK: 'https://alerts.example/', UWLR_ALERT_WEBHOOK_SECRET: 'geheim' };
  expect(() => loadConfig({}, env)).toThrow('UWLR_ALERT_WEBHOOK_SECRET must be whsec_');
});
