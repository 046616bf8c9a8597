import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createSilent, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { alertMessage } from '../../src/delivery/alerts/alert-message.js';
import { mailChannel } from '../../src/delivery/alerts/mail-channel.js';
import { webhookChannel } from '../../src/delivery/alerts/webhook-channel.js';
import { HttpCaller } from '../../src/delivery/targets/http-caller.js';
import type { Alert } from '../../src/store/outbox-store.js';
import { type SmtpServer, startSmtpServer } from './support/smtp-server.js';

const AT = new Date('2026-11-22T10:04:30.000Z');
const STARTED: Alert = {
  id: '7',
  target: 'groep-las',
  kind: 'held',
  phase: 'started',
  since: '2026-11-22T10:04:00.000Z',
  reason: 'authorisation',
  waiting: 120,
  dead: 2,
  tasks: 0,
  schools: ['99XX', '99XY'],
};
const ENDED: Alert = { ...STARTED, id: '3', target: 'volgsysteem', kind: 'failing', phase: 'ended', endedAt: AT.toISOString() };
const REFUSED: Alert = { ...STARTED, id: '8', kind: 'refused', schools: ['a', 'b', 'c', 'd', 'e', 'f'] };

describe('a webhook', () => {
  const KEY = Buffer.alloc(32, 7);
  const secret = `whsec_${KEY.toString('base64')}`;
  let server: Server;
  let calls: { readonly headers: IncomingHttpHeaders; readonly body: string }[];
  let status: number;
  let url: string;
  let caller: HttpCaller;

  beforeEach(async () => {
    [calls, status] = [[], 204];
    server = createServer(async (request, response) => {
      calls.push({ headers: request.headers, body: await text(request) });
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts?token=x`;
    caller = new HttpCaller({ allowTargets: ['127.0.0.1'] });
  });
  afterEach(async () => {
    await caller.close();
    await new Promise((resolve) => server.close(resolve));
  });
  const channel = () => webhookChannel({ url, secret, caller });

  test('gets what is wrong in words and for machines, signed so that anybody with the secret can tell', async () => {
    const message = alertMessage([STARTED, ENDED], AT);
    expect(await channel().send(message)).toBeUndefined();
    const [{ headers, body }] = calls as [(typeof calls)[number]];
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', KEY).update(signed).digest('base64')}`);
    expect(headers['webhook-id']).toBe(message.id);
    expect(headers['webhook-timestamp']).toBe(String(AT.getTime() / 1000));
    const { type, timestamp, text: words, data } = JSON.parse(body);
    expect({ type, timestamp }).toEqual({ type: 'delivery.alerts', timestamp: AT.toISOString() });
    expect(words.split('\n')).toHaveLength(2);
    expect(data.alerts[0]).toMatchObject({
      id: '7',
      phase: 'started',
      target: 'groep-las',
      kind: 'held',
      reason: 'authorisation',
      waiting: 120,
      dead: 2,
      schools: ['99XX', '99XY'],
      command: 'uwlr deliver status',
    });
    expect(data.alerts[1]).toMatchObject({ id: '3', phase: 'ended', endedAt: AT.toISOString() });
  });

  test('gets the same alerts under the same id, and others under another', () => {
    const later = new Date(AT.getTime() + 60_000);
    expect(alertMessage([ENDED, STARTED], later).id).toBe(alertMessage([STARTED, ENDED], AT).id);
    expect(alertMessage([STARTED], AT).id).not.toBe(alertMessage([{ ...STARTED, phase: 'ended' }], AT).id);
  });

  test.each([500, 404, 302])('that answers %i has not taken it', async (answer) => {
    status = answer;
    expect(await channel().send(alertMessage([STARTED], AT))).toMatchObject({ status: answer });
    expect(calls).toHaveLength(1);
  });

  test('that is not there has not taken it, and that is no exception', async () => {
    await new Promise((resolve) => server.close(resolve));
    const why = await channel().send(alertMessage([STARTED], AT));
    expect(why?.error).toMatchObject({ code: 'unreachable' });
    server = createServer().listen(0, '127.0.0.1');
  });
});

describe('mail', () => {
  let smtp: SmtpServer;
  const from = 'gateway@school.example';
  const to = ['beheer@school.example', 'dienst@school.example'];
  beforeEach(async () => {
    smtp = await startSmtpServer();
  });
  afterEach(() => smtp.close());

  test('says in Dutch and in English what is wrong, since when, how many wait, and what to do', async () => {
    const channel = mailChannel({ smtp: smtp.url, from, to });
    const message = alertMessage([STARTED, REFUSED, ENDED], AT);
    expect(await channel.send(message)).toBeUndefined();
    await channel.close();
    const [mail] = smtp.mails;
    expect(mail).toMatchObject({ from, to });
    expect(mail!.headers.get('subject')).toBe('UWLR gateway: groep-las, volgsysteem: storing / trouble');
    expect(mail!.headers.get('message-id')).toBe(`<${message.id}@uwlr-gateway>`);
    expect(mail!.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail!.text).toContain(
      'Doel groep-las staat sinds 2026-11-22 10:04 UTC stil tot iemand het weer aanzet. Het doel weigert onze sleutel',
    );
    expect(mail!.text).toContain(
      'Target groep-las is held since 2026-11-22 10:04 UTC, until somebody resumes it. The target refuses our key',
    );
    expect(mail!.text).toContain('120 wait; 2 are dead. Schools: 99XX, 99XY. Look with: uwlr deliver status');
    expect(mail!.text).toContain('More than 5 schools. Look with: uwlr deliver list --target groep-las --state dead');
    expect(mail!.text).toContain('Target volgsysteem takes deliveries again.');
  });

  test('that only says that it is over says so in its subject', async () => {
    const channel = mailChannel({ smtp: smtp.url, from, to });
    await channel.send(alertMessage([ENDED], AT));
    await channel.close();
    expect(smtp.mails[0]!.headers.get('subject')).toBe('UWLR gateway: volgsysteem: voorbij / over');
  });

  test('that the server refuses, or hangs up on, has not been taken', async () => {
    const channel = mailChannel({ smtp: smtp.url, from, to });
    smtp.answer = 451;
    expect(await channel.send(alertMessage([STARTED], AT))).toMatchObject({ status: 451 });
    smtp.answer = 'hang-up';
    expect(await channel.send(alertMessage([STARTED], AT))).toMatchObject({ error: expect.anything() });
    smtp.answer = 'take';
    expect(await channel.send(alertMessage([STARTED], AT))).toBeUndefined();
    await channel.close();
    expect(smtp.mails).toHaveLength(1);
  });

  test('keeps nobody waiting who stops the gateway, though the server says nothing', async () => {
    const sockets: Socket[] = [];
    let called: () => void = () => undefined;
    const somebodyCalled = new Promise<void>((resolve) => {
      called = resolve;
    });
    const silent = createSilent((socket) => {
      socket.on('error', () => undefined);
      sockets.push(socket);
      called();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const channel = mailChannel({ smtp: `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`, from, to });
    const sent = channel.send(alertMessage([STARTED], AT));
    await somebodyCalled;
    await channel.close();
    expect(await sent).toEqual({});
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });

  test('gives no password to a server elsewhere that has no TLS', async () => {
    // A name that leads to this machine, and that nobody can take for it.
    const elsewhere = smtp.url.replace('smtp://127.0.0.1', 'smtp://gebruiker:geheim@0.0.0.0');
    const channel = mailChannel({ smtp: elsewhere, from, to });
    expect(await channel.send(alertMessage([STARTED], AT))).toMatchObject({ error: expect.anything() });
    await channel.close();
    expect(smtp.mails).toHaveLength(0);
    expect(smtp.lines.filter((line) => /^AUTH/i.test(line))).toEqual([]);
    expect(smtp.calls()).toBe(1);
  });
});
