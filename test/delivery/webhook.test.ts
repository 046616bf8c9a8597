import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { storedResultSchema } from '../../src/api/shapes/model-schemas.js';
import type { Sender, Sent } from '../../src/delivery/shipment.js';
import type { WebhookSettings } from '../../src/delivery/targets/target-settings.js';
import type { WebhookMessage } from '../../src/delivery/webhook/webhook-message.js';
import { makeWebhookSender } from '../../src/delivery/webhook/webhook-sender.js';
import { ReceiverNames } from '../../src/exchange/sight/receiver-names.js';
import { Keyring } from '../../src/privacy/keys/keyring.js';
import { type SimulatedWebhookReceiver, startWebhookReceiver } from '../../src/simulator/webhook-receiver.js';
import { schemaOf } from '../model/support/model-schemas.js';
import { school } from '../store/support/records.js';
import { startMisbehavingServer } from '../support/misbehaving-las.js';
import { olderList } from '../support/older-list.js';
import {
  BATCH,
  RECEIVER,
  RESULTS,
  resultItems,
  SCHOOL_ID,
  type ShipmentChanges,
  type ShipmentPlace,
  shipment,
  shipmentPlace,
  withdrawalItem,
} from './support/invented-shipment.js';

const HERE = ['127.0.0.1', 'localhost'];
const [OLD, NEW] = ['oud', 'nieuw'].map((name) => `whsec_${Buffer.from(name.padEnd(32, '.')).toString('base64')}`) as [string, string];
const SCHEMA = JSON.parse(readFileSync(new URL('../../schemas/webhook/results-stored.json', import.meta.url), 'utf8'));
const PAGE = readFileSync(new URL('../../docs/delivery.md', import.meta.url), 'utf8');
const ALL = [...RESULTS.map((_, at) => `delivery-${at + 1}`), 'delivery-withdrawn'];

let place: ShipmentPlace;
let sender: Sender;
let receiver: SimulatedWebhookReceiver;

beforeAll(async () => {
  place = await shipmentPlace();
  sender = makeWebhookSender({ ...place, allowTargets: HERE });
});
afterAll(async () => {
  await sender.close();
  await place.remove();
});
afterEach(() => receiver?.close());

async function listen(...secrets: readonly string[]): Promise<void> {
  receiver = await startWebhookReceiver({ secrets: secrets.length === 0 ? [NEW] : secrets });
}

function send(changes: ShipmentChanges & { readonly settings?: Partial<WebhookSettings>; readonly by?: Sender } = {}): Promise<Sent> {
  const { settings, by = sender, ...rest } = changes;
  return by.send(shipment(place, 'webhook', { url: receiver.url, secrets: [{ secret: NEW }], ...settings }, rest));
}

function messageSent(at = -1): WebhookMessage {
  return JSON.parse(receiver.requests.at(at)?.body ?? '') as WebhookMessage;
}

function outcomes(sent: Sent): Readonly<Record<string, string>> {
  return Object.fromEntries([...(sent.items ?? [])].map(([delivery, { kind }]) => [delivery, kind]));
}

describe('a webhook', () => {
  test('brings everything in one message, and each item of it is delivered when the receiver says yes', async () => {
    await listen();
    const sent = await send();
    expect(sent).toMatchObject({ kind: 'answered', attempt: { outcome: 'answered', status: 204 } });
    expect(outcomes(sent)).toEqual(Object.fromEntries(ALL.map((delivery) => [delivery, 'delivered'])));
    const { items, ...head } = messageSent();
    expect(head).toEqual({ type: 'results.stored', batch: BATCH, school: SCHOOL_ID });
    expect(items).toHaveLength(RESULTS.length + 1);
    expect(receiver.ledger.entries.map(({ message, items: taken }) => [message, taken.length])).toEqual([[BATCH, items.length]]);
  });

  test('has the shape that its schema says, which shows a result as REST does', async () => {
    await listen();
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    formats.default(ajv);
    const validate = ajv.compile(SCHEMA);
    for (const fields of [undefined, ['resultaat/score', 'resultaat/toetsonderdeelcode']]) {
      await send(fields === undefined ? {} : { fields });
      validate(messageSent());
      expect(validate.errors).toBeNull();
    }
    const { $schema: _, $id: __, $defs, ...result } = schemaOf('result');
    const { item, result: shown, withdrawn, tagged, ...parts } = SCHEMA.$defs;
    expect(shown).toEqual(storedResultSchema(result));
    expect(parts).toEqual($defs);
    expect([typeof item, typeof withdrawn, typeof tagged]).toEqual(['object', 'object', 'object']);
  });

  test('is signed as Standard Webhooks says: HMAC-SHA256 over id, moment and body', async () => {
    await listen();
    await send();
    const { headers, body } = receiver.requests[0] as SimulatedWebhookReceiver['requests'][number];
    const { 'webhook-id': id, 'webhook-timestamp': moment, 'webhook-signature': signature } = headers;
    const key = Buffer.from(NEW.slice('whsec_'.length), 'base64');
    expect(signature).toBe(`v1,${createHmac('sha256', key).update(`${id}.${moment}.${body}`).digest('base64')}`);
    expect([id, headers['content-type']]).toEqual([BATCH, 'application/json']);
  });

  test('can be verified by what the documentation says', async () => {
    const [, code = ''] = /```js\n([\s\S]*?verified[\s\S]*?)```/.exec(PAGE) ?? [];
    const { verified } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
      readonly verified: (secret: string, headers: object, body: string) => unknown;
    };
    await listen();
    await send({ settings: { secrets: [{ secret: OLD }, { secret: NEW }] } });
    const { headers, body } = receiver.requests[0] as SimulatedWebhookReceiver['requests'][number];
    for (const known of [OLD, NEW]) expect(verified(known, headers, body)).toEqual(messageSent());
    const old = String(Number(headers['webhook-timestamp']) - 600);
    const others = [
      [NEW, headers, `${body} `],
      [NEW.replace('bml', 'bmk'), headers, body],
      [NEW, { ...headers, 'webhook-timestamp': old }, body],
      [NEW, {}, body],
    ] as const;
    expect(others.map(([secret, head, text]) => verified(secret, head, text))).toEqual(others.map(() => undefined));
  });

  test('that comes again has the same id and the same bytes, and is taken in once', async () => {
    await listen();
    receiver.behave({ does: 'lose-answer' });
    expect(await send()).toMatchObject({ kind: 'failed', attempt: { outcome: 'connection' } });
    receiver.behave(undefined);
    expect(outcomes(await send({ batch: { attempt: 2, createdAt: '2026-01-15T09:00:00.000Z' } }))).toMatchObject({
      'delivery-1': 'delivered',
    });
    expect(receiver.requests[1]?.body).toBe(receiver.requests[0]?.body);
    expect(receiver.ledger.entries).toHaveLength(1);
  });

  test('is signed with every secret that counts, so that a receiver can change over', async () => {
    const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const during = { secrets: [{ secret: NEW }, { secret: OLD, until: inMinutes(60) }] };
    for (const known of [OLD, NEW]) {
      await listen(known);
      expect(await send({ settings: during })).toMatchObject({ kind: 'answered' });
      await receiver.close();
    }
    await listen(OLD);
    const after = { secrets: [{ secret: NEW }, { secret: OLD, until: inMinutes(-1) }] };
    expect(await send({ settings: after })).toMatchObject({ kind: 'failed', attempt: { outcome: 'authorisation', status: 401 } });
  });

  test.each([
    [410, 'configuration'],
    [404, 'configuration'],
    [413, 'content'],
    [422, 'content'],
    [403, 'authorisation'],
    [500, 'server'],
    [302, 'configuration'],
  ])('that is answered %i is %s, and nothing of it was delivered', async (status, outcome) => {
    await listen();
    receiver.behave({ does: 'answer', status });
    expect(await send()).toMatchObject({ kind: 'failed', attempt: { outcome, status } });
    expect(receiver.ledger.entries).toEqual([]);
  });

  test('waits as long as a busy receiver asks', async () => {
    await listen();
    receiver.behave({ does: 'answer', status: 503, retryAfter: '7' });
    expect(await send()).toEqual({
      kind: 'failed',
      attempt: { outcome: 'busy', status: 503, words: 'the receiver answers HTTP 503' },
      retryAfter: 7,
      left: expect.arrayContaining([...ALL]),
    });
  });

  test('is delivered whatever a receiver has to say with its yes, and nothing of it is kept', async () => {
    const talks = await startMisbehavingServer({ does: 'flood', bytes: 4_000_000 });
    const settings = { url: talks.url, secrets: [{ secret: NEW }] };
    const sent = await sender.send(shipment(place, 'webhook', settings));
    await talks.close();
    expect(sent).toEqual({
      kind: 'answered',
      attempt: { outcome: 'answered', status: 200 },
      items: expect.any(Map),
      left: expect.any(Array),
    });
    expect(outcomes(sent)).toMatchObject({ 'delivery-1': 'delivered' });
  });

  const page = '<!doctype html>\n<html><head><title>Inloggen</title></head><body><form>Wachtwoord</form></body></html>';
  test.each<[string, string | Buffer, Record<string, string>]>([
    ['a page to log in', page, { 'content-type': 'text/html; charset=utf-8' }],
    ['one that says it is JSON', page, { 'content-type': 'application/json' }],
    ['one that says nothing of itself, behind a mark and blanks', `\ufeff\r\n  ${page}`, {}],
    ['one behind a comment', `<!-- ${'portaal '.repeat(50)} -->${page}`, {}],
    ['XHTML', '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html/>', { 'content-type': 'text/xml' }],
    ['a part of one', 'Even geduld <a href="/login">inloggen</a>', { 'content-type': 'text/html' }],
    ['one of megabytes', page.padEnd(3_000_000, ' .'), { 'content-type': 'text/html' }],
    ['one that is packed', gzipSync(page), { 'content-type': 'text/html', 'content-encoding': 'gzip' }],
    [
      'one in an encoding that nobody asked for',
      brotliCompressSync(page.repeat(9) + randomBytes(600).toString('hex')),
      { 'content-type': 'text/html', 'content-encoding': 'br' },
    ],
  ])('is not delivered when 200 comes with %s: it goes again', async (_what, body, headers) => {
    const portal = await startMisbehavingServer({ does: 'raw', body, headers });
    const sent = await sender.send(shipment(place, 'webhook', { url: portal.url, secrets: [{ secret: NEW }] }));
    await portal.close();
    expect(sent).toMatchObject({ kind: 'failed', attempt: { outcome: 'server', status: 200, words: expect.stringContaining('page') } });
    expect(outcomes(sent)).toEqual({});
  });

  test.each<[number, string, string]>([
    [204, '', ''],
    [200, '', 'text/html'],
    [200, 'ok', 'text/html; charset=utf-8'],
    [200, 'ok', 'text/plain'],
    [200, 'ok', ''],
    [202, '{"status":"queued"}', 'application/json'],
    [201, '{"note":"<html>"}', 'application/json'],
    [200, '<?xml version="1.0"?><ok/>', 'application/xml'],
    [200, '<answer><text>taken</text></answer>', 'text/xml'],
  ])('is delivered when it is answered %i with "%s" as "%s"', async (status, body, type) => {
    const receives = await startMisbehavingServer({ does: 'raw', status, body, headers: type === '' ? {} : { 'content-type': type } });
    const sent = await sender.send(shipment(place, 'webhook', { url: receives.url, secrets: [{ secret: NEW }] }));
    await receives.close();
    expect(outcomes(sent)).toMatchObject({ 'delivery-1': 'delivered' });
  });

  test('is given up when the gateway stops', async () => {
    await listen();
    const stop = new AbortController();
    const hangs = await startMisbehavingServer({ does: 'hang' });
    const sending = send({ settings: { url: hangs.url }, signal: stop.signal });
    while (hangs.requests.length === 0) await setImmediate();
    stop.abort();
    expect(await sending).toMatchObject({ kind: 'failed', attempt: { outcome: 'connection' } });
    await hangs.close();
  });
});

describe('what a receiver of webhooks gets to know', () => {
  const { learner, eckId, detailUrl } = RESULTS[0] as Required<(typeof RESULTS)[0]>;
  const OURS = [
    ...RESULTS.map(({ id }) => id),
    ...ALL,
    ...resultItems({ seal: () => Buffer.alloc(0) } as never).map(({ content }) => content?.key as string),
    withdrawalItem().withdrawn?.result as string,
    learner,
    detailUrl,
    '08:00:01.234',
  ];

  test.each([
    ['a link of the gateway, when it does not know the pupils', undefined, /^https:\/\/gateway\.voorbeeld\/api\/v1\/links\/[\w-]{59}$/],
    [
      'the link of the source, when it knows them by ECK iD',
      ['eckid', 'resultaat/score', 'resultaat/toetsonderdeelcode'],
      /^https:\/\/ea\.example\/a\?toets=T1$/,
    ],
  ])('has as its link to details %s', async (_, fields, expected) => {
    await sender.close();
    sender = makeWebhookSender({ ...place, allowTargets: HERE, linkBase: 'https://gateway.voorbeeld/api/v1' });
    await listen();
    await send({ infourl: { keep: 'all' }, ...(fields === undefined ? {} : { fields }) });
    const urls = messageSent().items.flatMap((item) => (item.kind === 'result' ? (item.result.detailUrl ?? []) : []));
    expect(urls).toEqual([expect.stringMatching(expected)]);
  });

  test('is no id, key or pseudonym of ours, and no ECK iD', async () => {
    await listen();
    await send();
    const { body } = receiver.requests[0] as { body: string };
    expect([...OURS, eckId].filter((text) => body.includes(text))).toEqual([]);
  });

  test('is names of its own, which lead back', async () => {
    await listen();
    await send();
    const { store, schoolKey } = place;
    const names = new ReceiverNames({ store, schoolKey, school: school(SCHOOL_ID), receiver: RECEIVER, now: new Date() });
    const told = messageSent().items.flatMap((item) => (item.kind === 'result' ? [item.result] : []));
    expect(new Set(await Promise.all(told.map((result) => names.find('learner', result.learner))))).toEqual(new Set([learner]));
    expect(told.map(({ id }) => names.resultsCalled(id)[0]).sort()).toEqual(RESULTS.map(({ id }) => id).sort());
    const [gone] = messageSent().items.flatMap((item) => (item.kind === 'withdrawal' ? [item.withdrawn] : []));
    expect(gone).toMatchObject({ revision: 2, at: '2026-01-15T08:00:00.000Z', why: 'erased' });
    expect(names.resultsCalled(gone?.result ?? '')).toEqual([withdrawalItem().withdrawn?.result]);
  });

  test('is nothing that it and another could lay side by side: ids, names, or the order of a message', async () => {
    await listen();
    await send();
    await send({ receiver: 'andere-ontvanger' });
    const [one, other] = [messageSent(0), messageSent(1)].map(({ items }) =>
      items.map((item) =>
        item.kind === 'result' ? [item.result.id, item.result.learner] : item.kind === 'withdrawal' ? [item.withdrawn.result] : [],
      ),
    ) as [string[][], string[][]];
    expect(one.flat().filter((name) => other.flat().includes(name))).toEqual([]);
    for (const items of [one, other]) expect(items).toEqual([...items].sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
  });

  test('is that a result is gone, also by the name that it had before the names of the school were made anew', async () => {
    await listen();
    const items = [withdrawalItem()];
    await send({ items });
    const aliases = { generation: 3, oldest: 3, earlierUntil: '' };
    const later = shipment(place, 'webhook', { url: receiver.url, secrets: [{ secret: NEW }] }, { items, batch: { id: 'later' } });
    const sent = await sender.send({ ...later, school: { ...later.school, aliases } });
    const [before, after] = [messageSent(0), messageSent(1)].map((message) =>
      message.items.flatMap((item) => (item.kind === 'withdrawal' ? [item.withdrawn.result] : [])),
    ) as [string[], string[]];
    expect([before.length, after.length]).toEqual([1, 3]);
    expect(after).toContain(before[0]);
    expect(outcomes(sent)).toEqual({ 'delivery-withdrawn': 'delivered' });
  });

  test('is the ECK iD when its agreement names that', async () => {
    await listen();
    await send({ fields: ['resultaat/score', 'resultaat/toetsonderdeelcode', 'toetsafname/eckid'] });
    expect(receiver.requests[0]?.body).toContain(eckId);
  });

  test('is not a result of a part of a test as if it were of the whole: that one does not go', async () => {
    await listen();
    const sent = await send({ list: olderList('resultaat/score') });
    expect(outcomes(sent)).toMatchObject({ 'delivery-1': 'dead', 'delivery-2': 'delivered', 'delivery-withdrawn': 'delivered' });
    expect(sent.items?.get('delivery-1')).toMatchObject({ reason: 'not-expressible', losses: [{ path: 'activity/part' }] });
    expect(messageSent().items).toHaveLength(RESULTS.length);
    receiver.behave({ does: 'answer', status: 422 });
    expect(outcomes(await send({ list: olderList('resultaat/score') }))).toEqual({ 'delivery-1': 'dead' });
  });

  test('is nothing at all when nothing may go: no message is sent', async () => {
    await listen();
    const items = resultItems(place.schoolKey).slice(0, 1);
    expect(outcomes(await send({ list: olderList('resultaat/score'), items }))).toEqual({ 'delivery-1': 'dead' });
    expect(receiver.requests).toEqual([]);
  });
});

describe('a webhook that cannot be sent as it is set', () => {
  test.each<[string, Partial<WebhookSettings>]>([
    ['a file that is not there', { caFile: '/nergens/ca.pem' }],
    ['no secret', { secrets: [] }],
    ['a header that is ours', { headers: { Host: 'elders.example' } }],
  ])('%s is for the operator to put right', async (_what, settings) => {
    await listen();
    expect(await send({ settings })).toMatchObject({ kind: 'failed', attempt: { outcome: 'configuration' } });
    expect(receiver.requests).toEqual([]);
  });

  test('so is a secret of the gateway that was replaced, and an address that nobody allowed', async () => {
    await listen();
    const other = Keyring.fromSecret('another secret of these tests, long enough too');
    for (const by of [
      makeWebhookSender({ ...place, keyring: other, allowTargets: HERE }),
      makeWebhookSender({ ...place, allowTargets: [] }),
    ]) {
      expect(await send({ by })).toMatchObject({ kind: 'failed', attempt: { outcome: 'configuration' } });
      await by.close();
    }
    expect(receiver.requests).toEqual([]);
  });
});
