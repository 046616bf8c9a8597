import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { agreeOnReading } from '../../src/admin/credentials/agree-on-reading.js';
import { resultFieldChoice } from '../../src/privacy/fields/field-choice.js';
import { makeFieldList } from '../../src/privacy/fields/field-list.js';
import type { StoredSignal } from '../../src/store/goals/signal-store.js';
import { postedSignal } from '../api/support/posted-signals.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message } from '../support/messages.js';

const SCHOOL = '99XX';
const FILES = new URL('../../schemas/extensions/resultaat-met-signaal', import.meta.url);
const DEFINITION = fileURLToPath(`${FILES}.json`);
const XSD = readFileSync(fileURLToPath(`${FILES}.xsd`), 'utf8');
const [TYPE] = JSON.parse(readFileSync(DEFINITION, 'utf8'));

let running: Running;
let minute = 0;

beforeAll(async () => {
  // With the writer in a thread of its own, as `uwlr serve` has it.
  running = await startTestGateway({ settings: { extensions: DEFINITION }, ownThread: true });
});
afterAll(() => running.stop());

/** A result of the type, with these fields in their order. */
function result(key: string, fields: Readonly<Record<string, string>>): string {
  const elements = Object.entries(fields).map(([name, value]) => `<g:${name}>${value}</g:${name}>`);
  const type = `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:g="${TYPE.namespace}" xsi:type="g:${TYPE.type}"`;
  return `<resultaat key="${key}"><afnamedatum>2026-01-14</afnamedatum><toetscode>T1</toetscode><anderresultaat ${type}>${elements.join('')}</anderresultaat></resultaat>`;
}

const SIGNAL = {
  signaal_sleutel: 's-1',
  signaal_soort: 'STUCK',
  signaal_doel: 'KL-1',
  signaal_doelnaam: 'Hele uren aflezen',
  signaal_moment: '2026-01-14T10:30:00',
  signaal_geldig_tot: '2999-01-01T00:00:00Z',
  signaal_opgaven: '20',
  signaal_van: '2026-01-10',
  signaal_tot: '2026-01-14',
  signaal_streefniveau: 'meegenomen',
  signaal_streefniveaunaam: 'streefniveau 1S',
  signaal_beperking: 'Zegt niets over klokken met cijfers.',
};

function deliver(...results: readonly string[]) {
  minute += 1;
  const aanmaakdatum = `2026-02-01T00:${String(minute).padStart(2, '0')}:00Z`;
  return post(running.gateway, message({ aanmaakdatum, afnames: afname('verzonnen-0001', results.join('')) }));
}

async function stored(query: object = {}): Promise<readonly StoredSignal[]> {
  return (await running.gateway.store.goals.signals.signals({ school: SCHOOL, limit: 100, ...query })).items;
}

async function figuresOf(at: number) {
  const { items } = await running.gateway.store.results({ school: SCHOOL, limit: 100 });
  return items[at];
}

describe('a result of the type with a signal', () => {
  test('brings figures, circumstances and a signal together', async () => {
    const fields = { score: '7', eenheid: 'punten', betekenis: 'hoeveel goed', aantalopgaven: '20', tijd: '900', instructietijd: '60' };
    expect(await deliver(result('r-1', { ...fields, ...SIGNAL }))).toMatchObject({ status: 200 });
    const kept = await figuresOf(0);
    expect(kept).toMatchObject({
      values: [{ kind: 'score', value: '7', unit: 'punten', meaning: 'hoeveel goed' }],
      norm: { term: 'goed' },
      context: { itemCount: '20', durationSeconds: '900', instructionSeconds: '60', extra: [] },
    });
    const [signal] = await stored();
    expect(signal).toMatchObject({
      party: 'TESTEA',
      learner: kept?.learner,
      supplierGoal: { id: 'KL-1', title: 'Hele uren aflezen' },
      kind: 'STUCK',
      // Without a zone it is Dutch time.
      raisedAt: '2026-01-14T09:30:00.000Z',
      basis: { results: [kept?.id], itemCount: '20', from: '2026-01-10', until: '2026-01-14' },
      targetLevel: { considered: 'considered', label: 'streefniveau 1S' },
      limits: 'Zegt niets over klokken met cijfers.',
      status: 'raised',
    });
    expect(kept?.signals.map(({ id }) => id)).toEqual([signal?.id]);
  });

  test('may bring the figures alone, replace an earlier signal, or take one back', async () => {
    expect((await deliver(result('r-2', { score: '6' }))).status).toBe(200);
    const next = { signaal_sleutel: 's-2', signaal_soort: 'NEW_PROGRESS', signaal_doel: 'KL-1', signaal_moment: '2026-01-15T10:30:00Z' };
    expect((await deliver(result('r-3', { score: '8', ...next, signaal_vervangt: 's-1' }))).status).toBe(200);
    expect((await stored()).map(({ kind, status }) => `${kind} ${status}`)).toEqual(['NEW_PROGRESS raised', 'STUCK superseded']);
    expect((await deliver(result('r-4', { signaal_sleutel: 's-2', signaal_status: 'ingetrokken' }))).status).toBe(200);
    expect((await stored()).map(({ status }) => status)).toEqual(['superseded', 'withdrawn']);
  });

  test.each([
    ['of an unknown kind', { ...SIGNAL, signaal_sleutel: 'k', signaal_soort: 'SLOW' }, 'UWLR-SIG-001', 'signaal_soort'],
    [
      'without a goal',
      { signaal_sleutel: 'k', signaal_soort: 'FAST', signaal_moment: '2026-01-14T10:30:00Z' },
      'UWLR-JSON-004',
      'signaal_doel',
    ],
    ['that replaces nothing', { ...SIGNAL, signaal_sleutel: 'k', signaal_vervangt: 'nooit' }, 'UWLR-SIG-004', 'signaal_vervangt'],
    ['that is over', { ...SIGNAL, signaal_doelnaam: 'anders' }, 'UWLR-SIG-006', 'signaal_sleutel'],
    [
      'with another word for the level',
      { ...SIGNAL, signaal_sleutel: 'k', signaal_streefniveau: 'ja' },
      'UWLR-JSON-006',
      'signaal_streefniveau',
    ],
  ])('is refused with a signal %s, at its place, and nothing is stored', async (_, fields, rule, element) => {
    const before = [(await running.gateway.store.results({ school: SCHOOL, limit: 100 })).items.length, await stored()];
    const answer = await deliver(result('r-5', { score: '6', ...fields }));
    expect(answer).toMatchObject({ status: 500, code: 'Client.OngeldigBericht', rules: [rule] });
    expect(answer.text).toContain(`/resultaten/resultaat[1]/anderresultaat/${element}`);
    // Over SOAP the words are those of the elements.
    expect(answer.text).not.toMatch(/one of|notConsidered/);
    expect([(await running.gateway.store.results({ school: SCHOOL, limit: 100 })).items.length, await stored()]).toEqual(before);
  });

  test('with a word that an element does not have is told which it has', async () => {
    const { signaal_sleutel, ...others } = SIGNAL;
    const fields = { signaal_sleutel, signaal_status: 'weg', ...others, signaal_streefniveau: 'ja' };
    const answer = await deliver(result('r-5', fields));
    expect(answer.text).toContain('(gegeven, ingetrokken)');
    expect(answer.text).toContain('(meegenomen, niet-meegenomen, onbekend)');
  });

  test('with a name of a level needs the word about it, and each fault is told once', async () => {
    const { signaal_streefniveau: _, ...without } = SIGNAL;
    const answer = await deliver(result('r-5', { ...without, signaal_sleutel: 'k', signaal_uitleg: 'geen link' }));
    expect(answer.rules).toEqual(['UWLR-JSON-004', 'UWLR-SIG-010']);
    expect(answer.text).toContain('/anderresultaat/signaal_streefniveau"');
  });

  test('is a type like any other: a gateway that it is not registered with refuses it', async () => {
    const other = await startTestGateway();
    const answer = await post(other.gateway, message({ afnames: afname('verzonnen-0001', result('r-1', { score: '7' })) }));
    expect(answer.rules).toContain('UWLR-SCH-012');
    await other.stop();
  });

  test('brings no signal under an agreement whose list does not name signals: that is counted', async () => {
    const { fields = [] } = makeFieldList(['resultaat/score', 'resultaat/toetsonderdeelcode'], [resultFieldChoice()]);
    const narrow = await startTestGateway({ settings: { extensions: DEFINITION }, agreement: { fields } });
    const answer = await post(narrow.gateway, message({ afnames: afname('verzonnen-0001', result('r-1', { score: '7', ...SIGNAL })) }));
    expect(answer.status).toBe(200);
    const { store } = narrow.gateway;
    expect((await store.goals.signals.signals({ school: SCHOOL, limit: 10 })).items).toEqual([]);
    const { items } = await store.exchanges({ limit: 10 });
    expect(items[0]?.strips).toContainEqual({ path: 'signals', rule: 'not-in-profile', count: 1 });
    await narrow.stop();
  });
});

describe('the schema of the type', () => {
  test('has the fields that the definition has, in that order', () => {
    const types: Record<string, string> = { 'g:tpTekst': 'string' };
    const fields = [...XSD.matchAll(/<xs:element name="(\w+)" type="([\w:]+)" minOccurs="0">/g)].map(([, name, type = '']) => ({
      name,
      type: types[type] ?? type.replace('xs:', ''),
      optional: true,
    }));
    expect(fields).toEqual(TYPE.elements);
    expect(XSD).toContain(`targetNamespace="${TYPE.namespace}"`);
  });
});

test('signals are taken over REST too by a gateway with the writer in a thread of its own', async () => {
  const { store, keyring, url } = running.gateway;
  const from = '2026-01-01T00:00:00.000Z';
  await agreeOnReading(store, { client: 'TESTEA', school: SCHOOL, scopes: ['signals:write'] }, from);
  const hash = keyring.hashToken('verzonnen-bewijs-1');
  await store.addToken({ id: 't', client: 'TESTEA', hash, school: SCHOOL, scopes: ['signals:write'], createdAt: from });
  const reply = await fetch(`${url}/api/v1/signals`, {
    method: 'POST',
    headers: { authorization: 'Bearer verzonnen-bewijs-1', 'content-type': 'application/json' },
    body: JSON.stringify({ signals: [postedSignal('over-rest', { raisedAt: '2026-01-20T10:00:00Z', basis: { results: ['r-1'] } })] }),
  });
  expect([reply.status, await reply.json()]).toMatchObject([201, { raised: 1 }]);
});
