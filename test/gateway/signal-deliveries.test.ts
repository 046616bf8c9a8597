import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { agreeOnReading } from '../../src/admin/credentials/agree-on-reading.js';
import { resultFieldChoice } from '../../src/privacy/fields/field-choice.js';
import { makeFieldList } from '../../src/privacy/fields/field-list.js';
import { findLearner } from '../../src/rights/find-learner.js';
import { type SimulatedWebhookReceiver, startWebhookReceiver } from '../../src/simulator/webhook-receiver.js';
import { SchoolKeys } from '../../src/store/school-keys.js';
import { postedSignal, withdrawal } from '../api/support/posted-signals.js';
import { agreement, party } from '../store/support/records.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';

const SCHOOL = '99XX';
const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const FROM = '2026-01-01T00:00:00.000Z';
const SCHEMA = JSON.parse(await readFile(new URL('../../schemas/webhook/results-stored.json', import.meta.url), 'utf8'));

let receiver: SimulatedWebhookReceiver;
let running: Running;
let directory: string;
let token: string;
let raisedAt: string;

beforeAll(async () => {
  receiver = await startWebhookReceiver({ secrets: [SECRET] });
  directory = await mkdtemp(path.join(tmpdir(), 'uwlr-signals-'));
  running = await startTestGateway({ settings: { allowTargets: '127.0.0.1' } });
  raisedAt = new Date(Date.now() - 60_000).toISOString();
  const { store, keyring } = running.gateway;
  const { fields = [] } = makeFieldList(['resultaat/score', 'resultaat/toetsonderdeelcode', 'signals'], [resultFieldChoice()]);
  const seal = (settings: object) => keyring.sealSecret(JSON.stringify(settings));
  const targets = [
    ['bord', 'webhook', { url: receiver.url, secrets: [{ secret: SECRET }] }, { fields }],
    ['map', 'files', { directory, format: 'ndjson' }, { fields }],
    ['uwlr-map', 'files', { directory, format: 'uwlr' }, { fields }],
    // Nobody agreed with this one on signals.
    ['stil', 'webhook', { url: receiver.url, secrets: [{ secret: SECRET }] }, {}],
    ['administratie', 'las', { endpoint: 'https://las.example/' }, { fields }],
  ] as const;
  for (const [id, kind, settings, terms] of targets) {
    await store.addParty(party(id, { role: kind === 'las' ? 'las' : 'client' }));
    await store.addAgreements([agreement(`met ${id}`, { school: SCHOOL, party: id, ...terms })], undefined);
    await store.addTarget({ id, party: id, kind, settings: seal(settings), createdAt: FROM });
  }
  await agreeOnReading(store, { client: 'TESTEA', school: SCHOOL, scopes: ['signals:write'] }, FROM);
  token = 'een-verzonnen-bewijs-0001';
  const scopes = ['signals:write'];
  await store.addToken({ id: 't', client: 'TESTEA', hash: keyring.hashToken(token), school: SCHOOL, scopes, createdAt: FROM });
  const results = [resultaat('r-1')].join('');
  expect((await post(running.gateway, message({ afnames: afname('verzonnen-0001', results) }))).status).toBe(200);
});
afterAll(async () => {
  await running.stop();
  await receiver.close();
  await rm(directory, { recursive: true });
});

async function raise(...signals: readonly object[]): Promise<void> {
  const reply = await fetch(`${running.gateway.url}/api/v1/signals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ signals: signals.map((signal) => ('status' in signal ? signal : { ...signal, raisedAt })) }),
  });
  expect([reply.status, await reply.text()]).toEqual([201, expect.any(String)]);
  // What is superseded before it went out never goes.
  for (const target of ['bord', 'map', 'uwlr-map']) await settled(target);
}

/** Deliveries of signals to a target, oldest first, once none of them has still to go. */
async function settled(target: string): Promise<readonly string[]> {
  for (;;) {
    const { items } = await running.gateway.store.outbox.deliveries({ target, limit: 100 });
    const signals = items.filter(({ kind }) => kind.startsWith('signal.'));
    if (items.every(({ state }) => state === 'delivered' || state === 'cancelled' || state === 'held'))
      return signals.map(({ kind, state, reason = '' }) => `${kind} ${state} ${reason}`.trim()).reverse();
    await setImmediate();
  }
}

/** Messages about signals that the receiver of webhooks got. */
function told() {
  const messages = receiver.requests.map(({ body }) => JSON.parse(body));
  return messages.filter(({ type }) => type.startsWith('signal.'));
}

describe('what happens to signals goes to receivers whose agreement names them', () => {
  test('as events, in order, with names of the receiver, and no instant finer than a minute', async () => {
    await raise(postedSignal('s-1', { basis: { results: ['r-1'] }, limits: 'Alleen hele uren.' }));
    expect(await settled('bord')).toEqual(['signal.raised delivered']);
    await raise(postedSignal('s-2', { kind: 'NEW_PROGRESS', supersedes: 's-1' }));
    await raise(withdrawal('s-2'));
    expect(await settled('bord')).toEqual([
      'signal.raised delivered',
      'signal.raised delivered',
      'signal.superseded delivered',
      'signal.withdrawn delivered',
    ]);
    const messages = told();
    expect(messages.map(({ type, items }) => [type, items.length])).toEqual([
      ['signal.raised', 1],
      ['signal.raised', 1],
      ['signal.superseded', 1],
      ['signal.withdrawn', 1],
    ]);
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    formats.default(ajv);
    const validate = ajv.compile(SCHEMA);
    for (const one of messages) {
      validate(one);
      expect(validate.errors).toBeNull();
    }
    const [first, second, superseded, withdrawn] = messages.map(({ items }) => items[0].signal);
    const result = receiver.requests.map(({ body }) => JSON.parse(body)).find(({ type }) => type === 'results.stored').items[0].result;
    expect(first).toMatchObject({
      learner: result.learner,
      basis: { results: [result.id] },
      limits: 'Alleen hele uren.',
      status: 'raised',
    });
    expect(first.raisedAt).toMatch(/:00\.000Z$/);
    expect(superseded).toMatchObject({ id: first.id, revision: 2, status: 'superseded', supersededBy: second.id });
    expect(withdrawn).toMatchObject({ id: second.id, revision: 2, status: 'withdrawn', kind: 'NEW_PROGRESS' });
    expect(running.log()).not.toContain('verzonnen-0001');
  });

  test('as lines of a file; not in a file of UWLR, to an administration, or where nobody agreed on it', async () => {
    expect((await settled('map')).filter((one) => one.endsWith('delivered'))).toHaveLength(4);
    const files = (await readdir(directory)).filter((name) => name.endsWith('.ndjson'));
    const lines = (await Promise.all(files.map((name) => readFile(path.join(directory, name), 'utf8')))).join('').trim().split('\n');
    const kinds = lines.map((line) => JSON.parse(line).kind).sort();
    expect(kinds).toEqual(['result', 'signal.raised', 'signal.raised', 'signal.superseded', 'signal.withdrawn']);
    expect(await settled('uwlr-map')).toEqual(['signal.raised cancelled not-expressible', 'signal.raised cancelled not-expressible']);
    const kindsOf = async (target: string) =>
      (await running.gateway.store.outbox.deliveries({ target, limit: 100 })).items.map(({ kind }) => kind);
    expect([await kindsOf('stil'), await kindsOf('administratie')]).toEqual([['result'], ['result']]);
  });

  test('unless the school muted them, or the processing of the pupil is restricted', async () => {
    const { store, keyring } = running.gateway;
    await store.goals.signals.muteSignals(SCHOOL, 'TESTEA', 'FAST', new Date().toISOString());
    await raise(postedSignal('gedempt', { kind: 'FAST' }));
    expect((await settled('bord')).at(-1)).toBe('signal.raised cancelled muted');
    await raise(withdrawal('gedempt'));
    expect((await settled('bord')).at(-1)).toBe('signal.raised cancelled muted');
    const schoolKey = await new SchoolKeys(store, keyring).of(SCHOOL);
    const found = await findLearner(store, SCHOOL, schoolKey, { by: 'leerlingid', leerlingid: 'verzonnen-0001' });
    if (found.kind !== 'found') throw new Error('nobody was found');
    await store.rights.restrict(SCHOOL, found.person, new Date().toISOString(), true);
    await raise(postedSignal('beperkt'));
    expect((await settled('bord')).at(-1)).toBe('signal.raised held restricted');
    const disclosed = await store.rights.everythingOf(SCHOOL, found.person);
    const bySignal = disclosed.disclosures.filter(({ receiver: to, fields }) => to === 'bord' && fields.join() === 'signals');
    expect(bySignal).toHaveLength(4);
  });
});
