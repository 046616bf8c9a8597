import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeEduVSender } from '../../src/delivery/edu-v/edu-v-sender.js';
import type { Sender, Sent } from '../../src/delivery/shipment.js';
import type { EduVSettings } from '../../src/delivery/targets/target-settings.js';
import { ReceiverNames } from '../../src/exchange/sight/receiver-names.js';
import { type EduVReceiverOptions, type SimulatedEduVReceiver, startEduVReceiver } from '../../src/simulator/edu-v-receiver.js';
import type { OutgoingItem } from '../../src/store/outbox-store.js';
import { school } from '../store/support/records.js';
import { hasOpenssl, makeAuthority } from '../support/authority.js';
import { eduVSchema, HAS_EDU_V_API } from '../support/edu-v-api.js';
import { startMisbehavingServer } from '../support/misbehaving-las.js';
import {
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
const CLIENT = 'verzonnen-client';
const START = Date.parse('2026-01-15T08:00:10.000Z');
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

let place: ShipmentPlace;
let directory: string;
let sender: Sender;
let receiver: SimulatedEduVReceiver;
let clock = START;
const now = () => new Date(clock);

beforeAll(async () => {
  place = await shipmentPlace();
  directory = await mkdtemp(join(tmpdir(), 'edu-v-'));
  await keyFile('sleutel.jwk', { ...keys.privateKey.export({ format: 'jwk' }), kid: 'sleutel-1' });
});
afterAll(async () => {
  await place.remove();
  await rm(directory, { recursive: true });
});
beforeEach(async () => {
  clock = START;
  sender = makeEduVSender({ ...place, allowTargets: HERE, now });
  receiver = await startEduVReceiver({ clientId: CLIENT, key: publicJwk(keys.publicKey), now });
});
afterEach(async () => {
  await sender.close();
  await receiver.close();
});

function publicJwk(key: KeyObject): EduVReceiverOptions['key'] {
  return key.export({ format: 'jwk' }) as EduVReceiverOptions['key'];
}

async function keyFile(name: string, key: object | string): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, typeof key === 'string' ? key : JSON.stringify(key));
  return file;
}

function settings(changes: Partial<EduVSettings> = {}): EduVSettings {
  return { url: receiver.url, tokenUrl: receiver.tokenUrl, clientId: CLIENT, keyFile: join(directory, 'sleutel.jwk'), ...changes };
}

function send(changes: ShipmentChanges & { readonly settings?: Partial<EduVSettings> } = {}): Promise<Sent> {
  const { settings: changed, ...rest } = changes;
  return sender.send(shipment(place, 'edu-v', settings(changed), rest));
}

/** Results of one test on one day, of as many learners. */
function group(size: number, day = '2026-01-14'): OutgoingItem[] {
  const [first] = resultItems(place.schoolKey) as [OutgoingItem];
  return Array.from({ length: size }, (_, at) => {
    const { result } = first.content as NonNullable<OutgoingItem['content']>;
    const id = `00000000-0000-5000-8000-${day.slice(-2)}${String(at).padStart(10, '0')}`;
    const content = { current: true, result: { ...result, id, learner: `leerling-${at}`, date: day } };
    return { delivery: `${day}-${at}`, kind: 'result', content } as OutgoingItem;
  });
}

/** What the receiver calls a result. */
function toldId({ content }: OutgoingItem): string {
  const { store, schoolKey } = place;
  const names = new ReceiverNames({ store, schoolKey, school: school(SCHOOL_ID), receiver: RECEIVER, now: now() });
  return names.tellResults([content?.result.id ?? ''])[0] as string;
}

function kinds(sent: Sent): Readonly<Record<string, string>> {
  return Object.fromEntries([...(sent.items ?? [])].map(([delivery, { kind }]) => [delivery, kind]));
}

function statementsSent(): readonly (readonly string[])[] {
  return receiver.messages.map(({ studentScoresAndResults }) => studentScoresAndResults.map(({ id }) => id));
}

describe('a batch', () => {
  test('goes as a message per test and day; what Edu-V cannot say is dead, with what it cannot say', async () => {
    const sent = await send();
    expect(sent).toMatchObject({ kind: 'answered', attempt: { outcome: 'answered', status: 201 } });
    expect(kinds(sent)).toEqual({
      'delivery-1': 'delivered',
      'delivery-2': 'delivered',
      'delivery-3': 'dead',
      'delivery-withdrawn': 'dead',
    });
    expect(sent.items?.get('delivery-3')).toMatchObject({
      reason: 'not-expressible',
      losses: expect.arrayContaining([{ path: 'values/other', reason: 'no-place-in-edu-v' }]),
    });
    expect(sent.items?.get('delivery-withdrawn')).toEqual({ kind: 'dead', reason: 'not-expressible' });
    expect(sent.items?.get('delivery-1')).toMatchObject({
      losses: expect.arrayContaining([{ path: 'activity/level', reason: 'no-place-in-edu-v' }]),
    });
    // The first has a version of the test of its own.
    expect(receiver.messages).toHaveLength(1);
    expect(receiver.ledger.entries).toHaveLength(1);
    expect(receiver.asked).toBe(1);
  });

  test.each([
    ['without a list of fields', undefined],
    ['with a list that withholds what kind of work it is', ['resultaat/score']],
  ])('leaves exercises out, under an agreement %s, and says so', async (_, fields) => {
    const [test, ...rest] = group(2) as [OutgoingItem, OutgoingItem];
    const exercises = rest.map((item) => {
      const result = item.content?.result as NonNullable<OutgoingItem['content']>['result'];
      return { ...item, content: { ...item.content, result: { ...result, activity: { ...result.activity, originType: 'exercise' } } } };
    }) as OutgoingItem[];
    const sent = await send({ items: [test, ...exercises], ...(fields === undefined ? {} : { fields }) });
    expect(kinds(sent)).toEqual({ '2026-01-14-0': 'delivered', '2026-01-14-1': 'cancelled' });
    expect(sent.items?.get('2026-01-14-1')).toEqual({
      kind: 'cancelled',
      reason: 'not-expressible',
      losses: [{ path: 'activity/originType', reason: 'exercise-is-no-test' }],
    });
    expect(statementsSent()).toEqual([[toldId(test)]]);
  });

  test('that is sent again is the same message, but for the moment, and changes nothing at the receiver', async () => {
    receiver.behave({ does: 'lose-answer' });
    expect(await send({ items: group(2) })).toMatchObject({ kind: 'failed', attempt: { outcome: 'connection' } });
    receiver.behave(undefined);
    expect(kinds(await send({ items: group(2), batch: { attempt: 2, createdAt: '2026-01-15T08:01:00.000Z' } }))).toEqual({
      '2026-01-14-0': 'delivered',
      '2026-01-14-1': 'delivered',
    });
    const [first, second] = receiver.messages;
    expect(second).toEqual({ ...first, timestamp: '2026-01-15T08:01:00.000Z' });
    expect(receiver.ledger.entries).toHaveLength(1);
  });

  test('has another id when something else is in it', async () => {
    await send({ items: group(2) });
    await send({ items: group(1) });
    const [one] = group(1) as [OutgoingItem];
    const { result, ...content } = one.content as NonNullable<OutgoingItem['content']>;
    await send({ items: [{ ...one, content: { ...content, result: { ...result, revision: result.revision + 1 } } }] });
    expect(new Set(receiver.messages.map(({ id }) => id)).size).toBe(3);
  });

  (HAS_EDU_V_API ? test : test.skip)('fits the official schema', async () => {
    await send();
    await send({ items: group(3) });
    const validate = eduVSchema('AssessmentScoresAndResults');
    expect(receiver.messages).toHaveLength(2);
    for (const message of receiver.messages) expect([validate(message), validate.errors]).toEqual([true, null]);
  });

  test('holds two revisions of a result one after the other, in two batches', async () => {
    const [first] = group(1) as [OutgoingItem];
    const content = first.content as NonNullable<OutgoingItem['content']>;
    const { result } = content;
    const second = { ...first, delivery: 'nieuwer', content: { ...content, result: { ...result, revision: result.revision + 1 } } };
    expect(kinds(await send({ items: [second, first] }))).toEqual({ [first.delivery]: 'delivered', nieuwer: 'deferred' });
  });

  test('says nothing of anybody that the agreement does not let through', async () => {
    await send();
    const text = JSON.stringify(receiver.messages);
    const [{ id, learner }] = RESULTS as [(typeof RESULTS)[number]];
    for (const planted of [
      'LL-0001',
      'LK-0001',
      'eckid-0001',
      'Proef Persoon',
      'proefcommentaar',
      'verzonnen-sleutel-0',
      'delivery-1',
      id,
      learner,
      'ea.example',
    ]) {
      expect(text).not.toContain(planted);
    }
    await send({ fields: ['schooljaar', 'afnamedatum', 'toetsafnames/toetsafname/resultaten/resultaat/toetscode', 'aantalgoed'] });
    const narrow = JSON.stringify(receiver.messages.slice(1));
    expect(narrow).toContain('NumberCorrect');
    for (const withheld of [
      'Rekenen blok 1',
      'Rekenen en wiskunde',
      'NumberItems',
      'SkillScore',
      'ScorePoints',
      'scoreScale',
      'Optellen',
    ]) {
      expect(narrow).not.toContain(withheld);
    }
  });

  test('says the ECK iD of a pupil only where the agreement lists it', async () => {
    const eckId = `https://ketenid.nl/201703/${'0f'.repeat(64)}`;
    const items = group(1).map((item) => {
      const { result, ...content } = item.content as NonNullable<OutgoingItem['content']>;
      return { ...item, content: { ...content, result: { ...result, eckId } } };
    });
    const fields = [
      'schooljaar',
      'afnamedatum',
      'toetsafnames/toetsafname/resultaten/resultaat/toetscode',
      'resultaat/toetsonderdeelcode',
      'score',
    ];
    for (const list of [undefined, fields, [...fields, 'eckid']]) await send({ items, ...(list === undefined ? {} : { fields: list }) });
    const masters = receiver.messages.map(({ studentScoresAndResults: [one] }) => one?.student.userMasterIdentifier);
    expect(masters).toEqual([undefined, undefined, eckId]);
  });

  test('names the school by its OnderwijsaanbiederId when that was told', async () => {
    await send({ items: group(1), settings: { organisations: { [SCHOOL_ID]: '100A002' } } });
    expect(receiver.messages[0]?.school.organisationMasterIdentifier).toBe('100A002');
  });
});

const TAKEN = [
  [202, undefined, 'delivered'],
  [200, undefined, 'delivered'],
  [200, [], 'delivered'],
  [204, undefined, 'delivered'],
  [201, 'geen lijst', 'delivered'],
  [201, [{ id: 'van een ander', status: 404 }], 'delivered'],
  [201, [{ id: '*', status: 200 }], 'delivered'],
  [201, [{ id: '*', status: 422 }], 'dead'],
  [400, [{ id: '*', status: 0 }], 'dead'],
  [400, [{ id: '*', status: 1004 }], 'dead'],
] as const;

const NOT_TAKEN = [
  [201, [{ id: '*', status: 503 }], 'server'],
  [400, [{ id: '*', status: 429 }], 'server'],
  [400, [{ id: '*', status: 200 }], 'content'],
  [400, [{ status: 400, statusMessage: 'alles' }], 'content'],
  [400, 'geen lijst', 'content'],
  [413, undefined, 'content'],
  [422, undefined, 'content'],
  [401, [], 'authorisation'],
  [403, [{ id: '*', status: 403 }], 'authorisation'],
  [404, undefined, 'configuration'],
  [500, [{ id: '*', status: 404 }], 'server'],
  [503, undefined, 'busy'],
] as const;

describe('an answer', () => {
  test('of 400 that names statements makes those dead, and only those; the others go again', async () => {
    const items = group(3);
    receiver.behave({ does: 'refuse', statements: [toldId(items[1] as OutgoingItem)] });
    const sent = await send({ items });
    expect(sent).toMatchObject({ kind: 'answered', attempt: { outcome: 'answered', status: 400 } });
    expect(kinds(sent)).toEqual({ '2026-01-14-0': 'deferred', '2026-01-14-1': 'dead', '2026-01-14-2': 'deferred' });
    expect(sent.items?.get('2026-01-14-1')).toMatchObject({ reason: 'refused' });
    expect([...(sent.left ?? [])].toSorted()).toEqual(['2026-01-14-0', '2026-01-14-1', '2026-01-14-2']);
    // What the receiver has to say of a pupil is in nothing that we keep.
    expect(JSON.stringify([sent.attempt, ...(sent.items ?? [])])).not.toContain('onbekend');
    expect(receiver.ledger.entries).toEqual([]);
  });

  test('of 201 that names statements refuses those, and confirms the others', async () => {
    const items = group(3);
    receiver.behave({ does: 'refuse', statements: [toldId(items[0] as OutgoingItem)], takesOthers: true });
    expect(kinds(await send({ items }))).toEqual({ '2026-01-14-0': 'dead', '2026-01-14-1': 'delivered', '2026-01-14-2': 'delivered' });
    expect(receiver.ledger.entries.flatMap(({ items: taken }) => taken.map(({ key }) => key))).toHaveLength(2);
  });

  test('counts for each statement that it names; else for all of them', async () => {
    const items = group(1);
    const id = toldId(items[0] as OutgoingItem);
    for (const [status, body, kind] of TAKEN) {
      receiver.behave({ does: 'answer', status, body: withIds(body, id) });
      expect([status, body, kinds(await send({ items }))]).toEqual([status, body, { '2026-01-14-0': kind }]);
    }
  });

  test('that says nothing of any statement is a failure, of its class', async () => {
    const items = group(1);
    const id = toldId(items[0] as OutgoingItem);
    for (const [status, body, outcome] of NOT_TAKEN) {
      receiver.behave({ does: 'answer', status, body: withIds(body, id) });
      expect([status, body, await send({ items })]).toMatchObject([status, body, { kind: 'failed', attempt: { outcome, status } }]);
    }
  });

  test.each([{}, { 'content-encoding': 'br' }])(
    'of 200 with a page is of something in between, and no yes, in whatever encoding: %j',
    async (encoding) => {
      const headers = { 'content-type': 'text/html', ...encoding };
      const page = { does: 'raw', status: 200, body: '<!doctype html><p>Onderhoud</p>', headers } as const;
      const server = await startMisbehavingServer(page);
      const sent = await send({ items: group(1), settings: { url: server.url } }).finally(() => server.close());
      expect(sent).toMatchObject({ kind: 'failed', attempt: { outcome: 'server', status: 200 } });
    },
  );

  test('that asks for time is heeded', async () => {
    receiver.behave({ does: 'answer', status: 503, retryAfter: '7' });
    expect(await send({ items: group(1) })).toMatchObject({ retryAfter: 7 });
  });

  test('to the second message of a batch does not undo the first; what was not answered goes in a next batch', async () => {
    const items = [...group(1, '2026-01-12'), ...group(1, '2026-01-13'), ...group(1, '2026-01-14')];
    receiver.behave(() => (receiver.messages.length > 1 ? { does: 'answer', status: 500 } : undefined));
    const sent = await send({ items });
    expect(sent.kind).toBe('answered');
    expect(Object.values(kinds(sent)).sort()).toEqual(['deferred', 'deferred', 'delivered']);
    expect(statementsSent()).toHaveLength(2);
  });
});

function withIds(body: unknown, id: string): unknown {
  return Array.isArray(body) ? body.map((one: { readonly id?: string }) => (one.id === '*' ? { ...one, id } : one)) : body;
}

const NO_TOKEN = [
  [400, '{"error":"invalid_scope"}', { outcome: 'configuration', code: 'invalid_scope' }],
  [400, '{"error":"unauthorized_client","error_description":"verzonnen tekst"}', { outcome: 'authorisation', code: 'unauthorized_client' }],
  [400, '{"error":"verzonnen"}', { outcome: 'configuration', words: 'the token endpoint answers HTTP 400' }],
  [418, 'verzonnen', { outcome: 'configuration' }],
  [401, '', { outcome: 'authorisation' }],
  [503, '{"error":"invalid_client"}', { outcome: 'busy' }],
  [500, '', { outcome: 'server' }],
  [200, '{}', { outcome: 'server', words: 'the token endpoint gives no bearer token' }],
  [200, '{"access_token":"a\\r\\nb"}', { outcome: 'server' }],
  [200, '{"access_token":"a","token_type":"mac"}', { outcome: 'server' }],
  [200, 'verzonnen', { outcome: 'server' }],
] as const;

describe('a token', () => {
  test('is asked for once, and again shortly before its end', async () => {
    await Promise.all([send({ items: group(1) }), send({ items: group(1, '2026-01-13') })]);
    await send({ items: group(1) });
    expect(receiver.asked).toBe(1);
    clock += 269_000;
    await send({ items: group(1) });
    expect(receiver.asked).toBe(1);
    clock += 2000;
    await send({ items: group(1) });
    expect(receiver.asked).toBe(2);
  });

  test('that was kept and does not count any more is replaced at once; a fresh one that is refused is not', async () => {
    await send({ items: group(1) });
    receiver.revoke();
    expect(kinds(await send({ items: group(1) }))).toEqual({ '2026-01-14-0': 'delivered' });
    expect(receiver.asked).toBe(2);
    receiver.behave({ does: 'answer', status: 401 });
    expect(await send({ items: group(1) })).toMatchObject({ kind: 'failed', attempt: { outcome: 'authorisation', status: 401 } });
    expect(receiver.asked).toBe(3);
    expect(await send({ items: group(1) })).toMatchObject({ kind: 'failed', attempt: { outcome: 'authorisation' } });
    expect(receiver.messages).toHaveLength(5);
  });

  test('is of the settings that it was asked for with', async () => {
    await send({ items: group(1) });
    expect(await send({ items: group(1), settings: { clientId: 'iemand-anders' } })).toMatchObject({
      kind: 'failed',
      attempt: { outcome: 'authorisation', status: 401, code: 'invalid_client', words: 'the token endpoint answers invalid_client' },
    });
  });

  test.each([
    ['an RSA key', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['an Ed25519 key', () => generateKeyPairSync('ed25519')],
    ['a P-384 key', () => generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ])('comes for %s as PEM', async (name, make) => {
    const { privateKey, publicKey } = make() as { privateKey: KeyObject; publicKey: KeyObject };
    const other = await startEduVReceiver({ clientId: CLIENT, key: publicJwk(publicKey), now });
    try {
      const file = await keyFile(`${name}.pem`, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
      const sent = await send({ items: group(1), settings: { url: other.url, tokenUrl: other.tokenUrl, keyFile: file } });
      expect(kinds(sent)).toEqual({ '2026-01-14-0': 'delivered' });
    } finally {
      await other.close();
    }
  });

  test('cannot be asked for without a key that fits: the target is at fault, not the results', async () => {
    const wrong = await keyFile('andere.jwk', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }));
    const none = await keyFile('geen.jwk', '{"kty":"EC","crv":"P-256"}');
    const mismatch = await keyFile('verkeerd.jwk', { ...keys.privateKey.export({ format: 'jwk' }), alg: 'RS256' });
    const outcome = async (changes: Partial<EduVSettings>) => (await send({ items: group(1), settings: changes })).attempt;
    expect(await outcome({ keyFile: wrong })).toMatchObject({ outcome: 'authorisation', code: 'invalid_client' });
    expect(await outcome({ keyFile: none })).toEqual({
      outcome: 'configuration',
      words: 'keyFile names a file without a private key, as JSON Web Key or as PEM',
    });
    expect(await outcome({ keyFile: mismatch })).toMatchObject({ outcome: 'configuration' });
    expect(await outcome({ keyFile: join(directory, 'weg') })).toEqual({
      outcome: 'configuration',
      words: 'keyFile names a file that cannot be read',
    });
    expect(await outcome({ audience: 'https://elders.example/token' })).toMatchObject({ outcome: 'authorisation' });
    expect(await outcome({ url: 'geen adres' })).toMatchObject({ outcome: 'configuration' });
    expect(receiver.messages).toEqual([]);
  });

  test('that is refused with an answer that cannot be read is no matter of the results either', async () => {
    const garbled = { does: 'raw', status: 400, body: 'verzonnen', headers: { 'content-encoding': 'gzip' } } as const;
    const server = await startMisbehavingServer(garbled);
    const { attempt, left } = await send({ items: group(1), settings: { tokenUrl: server.url } }).finally(() => server.close());
    expect(attempt).toMatchObject({ outcome: 'configuration', status: 400 });
    // A token was asked for, and nothing told.
    expect([...(left ?? ['?'])]).toEqual([]);
  });

  test('that is refused is a failure of its class, and nothing of the answer is kept', async () => {
    for (const [status, body, expected] of NO_TOKEN) {
      const server = await startMisbehavingServer({ does: 'raw', status, body });
      const { attempt } = await send({ items: group(1), settings: { tokenUrl: server.url } }).finally(() => server.close());
      expect([body, attempt]).toMatchObject([body, { status, ...expected }]);
      expect(JSON.stringify(attempt)).not.toContain('verzonnen');
    }
  });
});

test('a receiver that is not there, or that nobody allowed, is told apart', async () => {
  await receiver.close();
  const nowhere = await send({ items: group(1) });
  expect(nowhere).toMatchObject({ kind: 'failed', attempt: { outcome: 'connection' } });
  expect([...(nowhere.left ?? ['?'])]).toEqual([]);
  const careful = makeEduVSender({ ...place, allowTargets: [], now });
  expect(await careful.send(shipment(place, 'edu-v', settings(), { items: group(1) }))).toMatchObject({
    attempt: { outcome: 'configuration', code: 'refused-target' },
  });
  await careful.close();
  receiver = await startEduVReceiver({ clientId: CLIENT, key: publicJwk(keys.publicKey), now });
});

(hasOpenssl ? test : test.skip)('a receiver that wants a client certificate gets it, at both its addresses', async () => {
  const authority = makeAuthority(directory);
  const server = authority.sign('server', '/CN=localhost', 'subjectAltName=DNS:localhost');
  const client = authority.sign('client', '/CN=Verzonnen client');
  const headers = { 'content-type': 'application/json' };
  const tls = { ca: authority.ca, cert: server.cert, key: server.key, requestCert: true, rejectUnauthorized: true };
  const secure = await startMisbehavingServer(
    { does: 'raw', status: 200, body: '{"access_token":"verzonnen","expires_in":60}', headers },
    tls,
  );
  const at = { url: secure.url, tokenUrl: `${secure.url}/token`, caFile: authority.caFile };
  const withCertificate = await send({ items: group(1), settings: { ...at, certFile: client.certFile, certKeyFile: client.keyFile } });
  const without = await send({ items: group(1), settings: at });
  await secure.close();
  expect(kinds(withCertificate)).toEqual({ '2026-01-14-0': 'delivered' });
  expect(secure.requests.map(({ path }) => path)).toEqual(['/token', '/results']);
  expect(without.kind).toBe('failed');
});

test('only withdrawals: nothing is sent', async () => {
  expect(kinds(await send({ items: [withdrawalItem()] }))).toEqual({ 'delivery-withdrawn': 'dead' });
  expect(receiver.asked).toBe(0);
});
