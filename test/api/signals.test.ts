import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eraseLearner } from '../../src/rights/erase-learner.js';
import { findLearner } from '../../src/rights/find-learner.js';
import { agreement, OTHER_SCHOOL, party, SCHOOL } from '../store/support/records.js';
import { postedBody, postedResult, postResults } from './support/posted.js';
import { postedSignal, postSignals, withdrawal } from './support/posted-signals.js';
import { type RestServer, startRest } from './support/rest-server.js';
import { keyOf, smallSchool, sync } from './support/roster-data.js';

let rest: RestServer;
let token: string;
let school: string;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token();
  school = await rest.token({ role: 'school', scopes: [] });
  await deliver('verzonnen-0001', 'r-1', 'r-2');
  await deliver('verzonnen-0002', 'r-3');
});
afterAll(async () => {
  await rest.stop();
  expect(rest.errors).toEqual([]);
});

const urn = (name: string) => `urn:uwlr-gateway:problem:${name}`;
const listed = async (query = '') => (await rest.ask(`/signals?limit=1000${query}`, token)).json.items;
const recordOf = (id: string) => rest.store.exchange(id);

async function deliver(leerlingid: string, ...keys: readonly string[]): Promise<readonly string[]> {
  const results = keys.map((key) => postedResult(key, { learner: { leerlingid } }));
  const { status, json } = await postResults(rest, token, postedBody({ results }));
  expect(status).toBe(201);
  return json.ids;
}

/** Rules and places of what is wrong. */
async function refused(...signals: readonly unknown[]): Promise<readonly [status: number, problem: string, errors: readonly string[]]> {
  const before = (await listed('&state=all')).length;
  const { status, json } = await postSignals(rest, token, signals);
  expect((await listed('&state=all')).length).toBe(before);
  return [
    status,
    json.type?.replace(urn(''), ''),
    json.errors?.map((one: { rule: string; pointer: string }) => `${one.rule} ${one.pointer}`),
  ];
}

describe('signals that a vendor raises', () => {
  test('are read back with what the vendor says, its results as ids of the reader, and instants to the minute', async () => {
    const [first, second] = await deliver('verzonnen-0001', 'b-1', 'b-2');
    const signal = postedSignal('volledig', {
      raisedAt: '2026-09-15T10:30:12.345+02:00',
      validUntil: '2026-12-01T00:00:00Z',
      basis: { results: ['b-2', 'b-1'], itemCount: '20', from: '2026-09-01', until: '2026-09-14' },
      targetLevel: { considered: 'considered', label: 'streefniveau 1S' },
      limits: 'Zegt niets over klokken met cijfers.',
      explanationUrl: 'https://uitleg.example/vastgelopen',
    });
    const { status, json } = await postSignals(rest, token, [signal]);
    expect([status, json]).toEqual([
      201,
      { exchange: expect.any(String), raised: 1, revised: 0, superseded: 0, withdrawn: 0, repeated: 0, ids: [expect.any(String)] },
    ]);
    const one = (await rest.ask(`/signals/${json.ids[0]}`, token)).json;
    const result = (await rest.ask(`/results/${first}`, token)).json;
    expect(one).toEqual({
      id: json.ids[0],
      revision: 1,
      party: 'dashboard',
      learner: result.learner,
      supplierGoal: { id: 'KL-1', title: 'Hele uren aflezen' },
      kind: 'STUCK',
      raisedAt: '2026-09-15T08:30:00.000Z',
      validUntil: '2026-12-01T00:00:00.000Z',
      basis: { results: [first, second].sort(), itemCount: '20', from: '2026-09-01', until: '2026-09-14' },
      targetLevel: { considered: 'considered', label: 'streefniveau 1S' },
      limits: 'Zegt niets over klokken met cijfers.',
      status: 'raised',
      storedAt: expect.stringMatching(/:00\.000Z$/),
    });
    expect(await recordOf(json.exchange)).toMatchObject({
      operation: 'signals.write',
      outcome: 'accepted',
      strips: [{ path: 'signals/explanationUrl', rule: 'infourl-withheld', count: 1 }],
    });
  });

  test('stand beside the results that they rest on, for who may read signals, as long as they hold', async () => {
    const [id] = await deliver('verzonnen-0001', 'c-1');
    const { json } = await postSignals(rest, token, [postedSignal('bij-c-1', { basis: { results: ['c-1'] } })]);
    const beside = async (bearer = token) => (await rest.ask(`/results/${id}`, bearer)).json.signals;
    const result = (await rest.ask(`/results/${id}`, token)).json;
    expect(await beside()).toEqual([
      {
        id: json.ids[0],
        revision: 1,
        party: 'dashboard',
        learner: result.learner,
        supplierGoal: { id: 'KL-1', title: 'Hele uren aflezen' },
        kind: 'STUCK',
        raisedAt: '2026-09-15T08:30:00.000Z',
        basis: { results: [id] },
        status: 'raised',
      },
    ]);
    expect(await beside(await rest.token({ scopes: ['results:read'] }))).toEqual([]);
    await postSignals(rest, token, [withdrawal('bij-c-1')]);
    expect(await beside()).toEqual([]);
  });

  test('may be repeated, and are then stored once', async () => {
    const signal = postedSignal('herhaald', { basis: { results: ['r-1'] } });
    const first = await postSignals(rest, token, [signal]);
    const again = await postSignals(rest, token, [signal]);
    expect([first.status, again.status, again.json]).toMatchObject([201, 200, { raised: 0, repeated: 1, ids: first.json.ids }]);
    const zipped = await postSignals(rest, token, gzipSync(JSON.stringify({ signals: [signal] })), { 'content-encoding': 'gzip' });
    expect([zipped.status, zipped.json.repeated]).toEqual([200, 1]);
  });

  test('are corrected, superseded and withdrawn, and say so', async () => {
    const { json } = await postSignals(rest, token, [postedSignal('oud')]);
    expect((await postSignals(rest, token, [postedSignal('oud', { limits: 'Alleen over hele uren.' })])).json).toMatchObject({
      revised: 1,
    });
    const next = await postSignals(rest, token, [postedSignal('nieuw', { kind: 'NEW_PROGRESS', supersedes: 'oud' })]);
    expect(next.json).toMatchObject({ raised: 1, superseded: 1 });
    const over = (await rest.ask(`/signals/${json.ids[0]}`, token)).json;
    expect(over).toMatchObject({ revision: 3, status: 'superseded', supersededBy: next.json.ids[0] });
    expect((await postSignals(rest, token, [withdrawal('nieuw')])).json).toMatchObject({ withdrawn: 1, ids: next.json.ids });
    expect((await postSignals(rest, token, [withdrawal('nieuw')])).status).toBe(200);
    const gone = (await rest.ask(`/signals/${next.json.ids[0]}`, token)).json;
    expect(gone).toMatchObject({ revision: 2, status: 'withdrawn' });
    const ids = (await listed()).map(({ id }: { id: string }) => id);
    expect([json.ids[0], next.json.ids[0]].filter((id) => ids.includes(id))).toEqual([]);
    const all = (await listed('&state=all')).map(({ id }: { id: string }) => id);
    expect(all).toEqual(expect.arrayContaining([json.ids[0], next.json.ids[0]]));
    // A late copy of the first message brings nothing back.
    expect((await postSignals(rest, token, [postedSignal('oud')])).status).toBe(200);
  });

  test('are found by learner, vendor, kind and moment, and not once they are past', async () => {
    await postSignals(rest, token, [
      postedSignal('snel', { kind: 'FAST', learner: { leerlingid: 'verzonnen-0002' } }),
      postedSignal('voorbij', { kind: 'FAST', validUntil: '2026-09-20T00:00:00Z' }),
    ]);
    const fast = await listed('&kind=FAST');
    expect(fast).toHaveLength(1);
    expect(await listed('&kind=FAST&state=all')).toHaveLength(2);
    expect(await listed(`&kind=FAST&learner=${fast[0].learner}`)).toEqual(fast);
    expect(await listed('&kind=FAST&learner=nobody')).toEqual([]);
    expect(await listed('&party=dashboard')).toEqual(await listed());
    expect(await listed('&party=andere-uitgever')).toEqual([]);
    expect(await listed('&since=2100-01-01T00:00:00Z')).toEqual([]);
    expect((await rest.ask('/signals?kind=SLOW', token)).json.type).toBe(urn('invalid-parameter'));
  });

  test('hold no id of a pupil in their texts, and no key of theirs is kept', async () => {
    const leerlingid = 'verzonnen-0001';
    const key = `sleutel-${leerlingid}-geheim`;
    const { json } = await postSignals(rest, token, [
      postedSignal(key, { limits: `Over ${leerlingid}.`, supplierGoal: { id: `doel-${leerlingid}`, title: `Doel van ${leerlingid}` } }),
    ]);
    const one = await rest.ask(`/signals/${json.ids[0]}`, token);
    expect(one.json).toMatchObject({
      limits: 'Over [id].',
      supplierGoal: { id: expect.stringMatching(/^afgeschermd-/), title: 'Doel van [id]' },
    });
    const places = await rest.store.goals.signals.signalPlaces({ school: SCHOOL, muted: true }, { after: 0 });
    const kept = JSON.stringify([...(await rest.store.goals.signals.signalsAt(SCHOOL, places)), await recordOf(json.exchange)]);
    expect([leerlingid, key, 'geheim'].filter((text) => kept.includes(text))).toEqual([]);
  });
});

describe('what is nearly a signal is refused by name, and nothing of it is stored', () => {
  test.each([
    '2016-12-31T23:59:60Z',
    '2026-09-15t10:30:00z',
    '2026-09-15 10:30:00Z',
    '2026-09-15T10:30:00+23:59',
    '2026-09-15T10:30:00+0200',
    '2026-09-15T10:30:00+02',
    '2026-09-15T10:30:00',
    '0000-01-01T00:00:00Z',
  ])('a moment such as %s', async (moment) => {
    expect(await refused(postedSignal('moment', { raisedAt: moment }))).toEqual([
      422,
      'invalid-signals',
      ['UWLR-SIG-010 /signals/0/raisedAt'],
    ]);
    const [status, , errors] = await refused(postedSignal('moment', { validUntil: moment }));
    expect([status, errors]).toEqual([422, ['UWLR-SIG-010 /signals/0/validUntil']]);
    const signals = [{ key: 'moment', supplierGoal: { id: 'KL-1' }, kind: 'STUCK' as const, raisedAt: moment }];
    const inResults = await postResults(rest, token, postedBody({ results: [postedResult('r-moment', { signals })] }));
    expect([inResults.status, inResults.json.errors?.[0]?.rule]).toEqual([422, 'UWLR-SIG-010']);
  });

  test('a text with characters that no message can hold', async () => {
    for (const [text, at] of [
      ['\u001b[31mrood', '/supplierGoal/title'],
      ['half \ud800', '/supplierGoal/title'],
    ] as const) {
      const signal = postedSignal('tekens', { supplierGoal: { id: 'KL-1', title: text } });
      expect(await refused(signal)).toEqual([422, 'invalid-signals', [`UWLR-JSON-008 /signals/0${at}`]]);
    }
  });

  test('one that supersedes itself, also in another way of writing its key, and one that is superseded twice', async () => {
    await postSignals(rest, token, [postedSignal('zelf')]);
    for (const supersedes of ['zelf', ' zelf ']) {
      expect(await refused(postedSignal('zelf', { supersedes }))).toEqual([422, 'signal-unknown', ['UWLR-SIG-004 /signals/0/supersedes']]);
    }
    const twice = ['na-1', 'na-2'].map((key) => postedSignal(key, { supersedes: 'zelf' }));
    expect(await refused(...twice)).toEqual([422, 'signal-key-taken', ['UWLR-SIG-006 /signals/1/supersedes']]);
    const both = [postedSignal('na-1', { supersedes: 'zelf' }), postedSignal('zelf', { kind: 'FAST' })];
    expect(await refused(...both)).toEqual([422, 'signal-key-taken', ['UWLR-SIG-006 /signals/1/key']]);
  });

  test('one key for two learners at once: the first one has it', async () => {
    const about = ['verzonnen-0001', 'verzonnen-0002'].map((leerlingid) => postedSignal('tegelijk', { learner: { leerlingid } }));
    const replies = await Promise.all(about.map((signal) => postSignals(rest, token, [signal])));
    const id = replies.map(({ json }) => json.ids?.[0]).find((one) => one !== undefined);
    expect((await rest.ask(`/signals/${id}`, token)).json).toMatchObject({ revision: 1, status: 'raised' });
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  });
});

describe('signals inside results that are posted', () => {
  const carried = (key: string, more: object = {}) => {
    const { learner: _, ...said } = postedSignal(key, more);
    return said;
  };
  const post = (bearer: string, ...results: readonly ReturnType<typeof postedResult>[]) =>
    postResults(rest, bearer, postedBody({ results }));
  const beside = async (id: string) => (await rest.ask(`/results/${id}`, token)).json.signals;

  test('are about the learner of the result, rest on it and on what they name besides, and are stored with it', async () => {
    // Nobody knew this learner before.
    const learner = { leerlingid: 'verzonnen-nieuw-1' };
    const reply = await post(
      token,
      postedResult('d-1', { learner, signals: [carried('in-d-1', { basis: { results: ['d-2'], itemCount: '12' } })] }),
      postedResult('d-2', { learner }),
    );
    expect([reply.status, reply.json.stored]).toEqual([201, 2]);
    const [first, second] = reply.json.ids;
    const [signal] = await beside(first);
    expect(signal).toMatchObject({ kind: 'STUCK', party: 'dashboard', basis: { results: [first, second].sort(), itemCount: '12' } });
    expect(await beside(second)).toEqual([signal]);
    expect((await rest.ask(`/signals/${signal.id}`, token)).json.learner).toBe((await rest.ask(`/results/${first}`, token)).json.learner);
    // The same key over the other path is the same signal.
    expect((await postSignals(rest, token, [withdrawal('in-d-1')])).json).toMatchObject({ withdrawn: 1, ids: [signal.id] });
    const again = await post(token, postedResult('d-1', { learner, signals: [withdrawal('in-d-1')] }));
    expect([again.status, await beside(first)]).toEqual([201, []]);
  });

  test.each([
    ['an unknown kind', carried('e', { kind: 'SLOW' }), 'signal-kind-unknown', 'UWLR-SIG-001 /results/1/signals/0/kind'],
    [
      'a basis that is not there',
      carried('e', { basis: { results: ['weg'] } }),
      'signal-basis-unknown',
      'UWLR-SIG-003 /results/1/signals/0/basis/results/0',
    ],
    [
      'a basis of another learner',
      carried('e', { basis: { results: ['e-1'] } }),
      'signal-basis-unknown',
      'UWLR-SIG-003 /results/1/signals/0/basis/results/0',
    ],
    ['a withdrawal of nothing', withdrawal('nooit'), 'signal-unknown', 'UWLR-SIG-004 /results/1/signals/0/key'],
    ['a learner of its own', postedSignal('e'), 'invalid-results', 'UWLR-JSON-005 /results/1/signals/0'],
    [
      'a moment without a zone',
      carried('e', { raisedAt: '2026-09-15T08:30:00' }),
      'invalid-signals',
      'UWLR-SIG-010 /results/1/signals/0/raisedAt',
    ],
  ])('%s refuses the results with it, and nothing is stored', async (_, signal, problem, error) => {
    const other = { learner: { leerlingid: 'verzonnen-nieuw-2' } };
    const results = [postedResult('e-1'), postedResult('e-2', { ...other, signals: [signal as never] })];
    const before = (await rest.ask('/results?limit=1000', token)).json.items.length;
    const { status, json } = await post(token, ...results);
    expect([status, json.type, json.errors.map((one: { rule: string; pointer: string }) => `${one.rule} ${one.pointer}`)]).toEqual([
      422,
      urn(problem),
      [error],
    ]);
    expect((await rest.ask('/results?limit=1000', token)).json.items.length).toBe(before);
  });

  test('need the scope for it, and not only in the token', async () => {
    const { status, json } = await post(await rest.token({ client: 'zonder-signalen' }), postedResult('f-1', { signals: [carried('f')] }));
    expect(status).toBe(201);
    expect(json.stored).toBe(1);
    const agreements = (await rest.store.directory()).agreements.by('party', 'zonder-signalen');
    for (const { id } of agreements) await rest.store.endAgreement(id, '2026-09-01T00:00:00.000Z');
    await rest.store.addAgreements(
      [agreement('alleen-resultaten', { party: 'zonder-signalen', exchanges: ['rest'], scopes: ['results:write'] })],
      undefined,
    );
    const refusedNow = await post(await tokenOf('zonder-signalen'), postedResult('f-2', { signals: [carried('g')] }));
    expect([refusedNow.status, refusedNow.json.errors[0]]).toMatchObject([422, { rule: 'UWLR-SIG-008', pointer: '/results/0/signals/0' }]);
  });
});

/** A token of a client, without another agreement. */
async function tokenOf(client: string): Promise<string> {
  const secret = `verzonnen-bewijs-van-${client}`;
  const scopes = ['results:write', 'signals:write'];
  const hash = rest.keyring.hashToken(secret);
  await rest.store.addToken({ id: `t-${client}`, client, hash, school: SCHOOL, scopes, createdAt: '2026-01-01T00:00:00.000Z' });
  return secret;
}

describe('signals of pupils in the roster', () => {
  const of = (key: string) => ({ learner: { leerlingid: key } });
  const learners = async (query: string) =>
    (await listed(query)).map(({ rosterLearner }: { rosterLearner: string }) => rosterLearner).sort();

  const personOf = async (leerlingid: string) => {
    const found = await findLearner(rest.store, SCHOOL, await keyOf(rest), { by: 'leerlingid', leerlingid });
    if (found.kind !== 'found') throw new Error('nobody was found');
    return found.person;
  };

  beforeAll(async () => {
    await sync(rest, smallSchool());
    const signals = ['p1', 'p2', 'p4'].map((key) => postedSignal(`groep-${key}`, { kind: 'NEW_PROGRESS', ...of(key) }));
    expect((await postSignals(rest, token, signals)).json).toMatchObject({ raised: 3 });
  });

  test('are taken without any result, and found by group', async () => {
    expect(await learners('&kind=NEW_PROGRESS')).toHaveLength(3);
    const numbers: number[] = [];
    for (const { id } of (await rest.ask('/groups', token)).json.items) {
      const all = (await rest.ask(`/learners?group=${id}`, token)).json.items.map((one: { id: string }) => one.id);
      const found = await learners(`&kind=NEW_PROGRESS&group=${id}`);
      expect(all).toEqual(expect.arrayContaining(found));
      numbers.push(found.length);
      expect(await learners(`&kind=NEW_PROGRESS&group=${id}&learner=${found[0]}`)).toEqual([found[0]]);
    }
    expect(numbers.sort()).toEqual([1, 2]);
    expect(await learners('&group=nobody')).toEqual([]);
  });

  test('of a pupil whose processing is restricted are stored, and shown to nobody', async () => {
    const person = await personOf('p4');
    const { json } = await postSignals(rest, token, [postedSignal('beperkt', { kind: 'NEW_PROGRESS', ...of('p4') })]);
    const [before] = await listed('&kind=NEW_PROGRESS');
    expect(before).toBeDefined();
    await rest.store.rights.restrict(SCHOOL, person, '2026-10-01T08:00:00.000Z', true);
    expect(await listed('&kind=NEW_PROGRESS')).toHaveLength(2);
    expect((await rest.ask(`/signals/${json.ids[0]}`, token)).status).toBe(404);
    expect((await postSignals(rest, token, [postedSignal('beperkt-2', { kind: 'NEW_PROGRESS', ...of('p4') })])).status).toBe(201);
    await rest.store.rights.restrict(SCHOOL, person, '2026-10-01T08:00:00.000Z', false);
    expect(await listed('&kind=NEW_PROGRESS')).toHaveLength(5);
  });

  test('of a pupil who was erased are gone, and the vendor cannot raise new ones', async () => {
    const { json } = await postSignals(rest, token, [postedSignal('weg', of('p2'))]);
    const [person, schoolKey] = [await personOf('p2'), await keyOf(rest)];
    await eraseLearner({ store: rest.store, school: SCHOOL, schoolKey, person, now: new Date('2026-10-01T08:00:00Z'), dryRun: false });
    expect((await rest.ask(`/signals/${json.ids[0]}`, token)).status).toBe(404);
    expect(await refused(postedSignal('weg-2', of('p2')))).toEqual([422, 'signal-learner-unknown', ['UWLR-SIG-002 /signals/0/learner']]);
  });
});

describe('a kind of signals that the school muted', () => {
  const body = { party: 'dashboard', kind: 'FAST' };
  const act = (path: string, bearer: string, sent: object = body) =>
    rest.ask(path, bearer, { method: 'POST', body: JSON.stringify(sent), headers: { 'content-type': 'application/json' } });

  test('is not shown to anybody, and counted, until the school wants to see it again', async () => {
    const { json } = await postSignals(rest, token, [postedSignal('gedempt', { kind: 'FAST' })]);
    expect((await act('/signals/mute', school)).json).toEqual({ school: SCHOOL, ...body, muted: true, changed: true });
    expect((await act('/signals/mute', school)).json.changed).toBe(false);
    expect(await listed('&kind=FAST&state=all')).toEqual([]);
    expect((await rest.ask('/signals?kind=FAST', school)).json.items).toEqual([]);
    expect((await rest.ask(`/signals/${json.ids[0]}`, token)).status).toBe(404);
    const counted = async () => (await rest.ask('/signals/mutes', school)).json.items.find(({ kind }: { kind: string }) => kind === 'FAST');
    const before = await counted();
    expect(before).toMatchObject({ party: 'dashboard', signals: expect.any(Number), mutedAt: '2026-10-01T08:00:00.000Z' });
    expect((await postSignals(rest, token, [postedSignal('gedempt-2', { kind: 'FAST' })])).json.raised).toBe(1);
    expect((await counted()).signals).toBe(before.signals + 1);
    expect((await act('/signals/unmute', school)).json).toMatchObject({ muted: false, changed: true });
    expect((await rest.ask(`/signals/${json.ids[0]}`, token)).status).toBe(200);
    expect(await counted()).not.toHaveProperty('mutedAt');
  });

  test('is muted by the school alone', async () => {
    for (const bearer of [
      token,
      await rest.token({ role: 'administrator', scopes: [] }),
      await rest.token({ role: 'supervisor', scopes: [] }),
    ]) {
      expect((await act('/signals/mute', bearer)).json.type).toBe(urn('scope-missing'));
    }
    expect((await act('/signals/mute', school, { ...body, party: 'niemand' })).status).toBe(404);
    expect((await act('/signals/mute', school, { ...body, kind: 'SLOW' })).json.type).toBe(urn('invalid-parameter'));
  });
});

describe('signals are refused, and nothing of the message is stored', () => {
  const good = postedSignal('goed');

  test.each([
    ['an unknown kind', [good, { ...good, key: 'k', kind: 'SLOW' }], 'signal-kind-unknown', ['UWLR-SIG-001 /signals/1/kind']],
    [
      'a learner whom nobody knows',
      [good, postedSignal('k', { learner: { leerlingid: 'onbekend-9999' } })],
      'signal-learner-unknown',
      ['UWLR-SIG-002 /signals/1/learner'],
    ],
    [
      'a learner who stands for nobody',
      [postedSignal('k', { learner: { leerlingid: '#1' } })],
      'signal-learner-unknown',
      ['UWLR-SIG-002 /signals/0/learner'],
    ],
    [
      'a basis that is not there',
      [postedSignal('k', { basis: { results: ['r-1', 'weg'] } })],
      'signal-basis-unknown',
      ['UWLR-SIG-003 /signals/0/basis/results/1'],
    ],
    [
      'a basis that is of another learner',
      [postedSignal('k', { basis: { results: ['r-3'] } })],
      'signal-basis-unknown',
      ['UWLR-SIG-003 /signals/0/basis/results/0'],
    ],
    [
      'an earlier signal that is not there',
      [postedSignal('k', { supersedes: 'nooit' })],
      'signal-unknown',
      ['UWLR-SIG-004 /signals/0/supersedes'],
    ],
    [
      'a signal that takes its own place',
      [postedSignal('k', { supersedes: 'k' })],
      'signal-unknown',
      ['UWLR-SIG-004 /signals/0/supersedes'],
    ],
    ['a withdrawal of nothing', [withdrawal('nooit')], 'signal-unknown', ['UWLR-SIG-004 /signals/0/key']],
    ['a key that is there twice', [good, good], 'signal-key-taken', ['UWLR-SIG-007 /signals/1/key']],
    [
      'times that contradict each other',
      [
        postedSignal('k', { validUntil: '2026-09-15T08:30:00Z' }),
        postedSignal('l', { raisedAt: '2026-10-03T08:00:01Z' }),
        postedSignal('m', { basis: { from: '2026-09-02', until: '2026-09-01' } }),
      ],
      'invalid-signals',
      ['UWLR-SIG-009 /signals/0/validUntil', 'UWLR-SIG-009 /signals/1/raisedAt', 'UWLR-SIG-009 /signals/2/basis/until'],
    ],
    [
      'a moment without a zone',
      [postedSignal('k', { raisedAt: '2026-09-15T08:30:00' })],
      'invalid-signals',
      ['UWLR-SIG-010 /signals/0/raisedAt'],
    ],
    ['no goal of the vendor', [{ ...good, supplierGoal: undefined }], 'invalid-signals', ['UWLR-JSON-004 /signals/0/supplierGoal']],
    ['advice', [{ ...good, advice: 'Geef extra uitleg' }], 'invalid-signals', ['UWLR-JSON-005 /signals/0']],
    [
      'a figure',
      [postedSignal('k', { basis: { itemCount: 20 } as never })],
      'invalid-signals',
      ['UWLR-JSON-003 /signals/0/basis/itemCount'],
    ],
    [
      'a link that is none',
      [postedSignal('k', { explanationUrl: 'javascript:alert(1)' })],
      'invalid-signals',
      ['UWLR-SIG-010 /signals/0/explanationUrl'],
    ],
    [
      'a withdrawal that says more',
      [{ ...good, status: 'withdrawn' }],
      'invalid-signals',
      expect.arrayContaining(['UWLR-JSON-005 /signals/0']),
    ],
    ['no signals', [], 'invalid-signals', ['UWLR-JSON-007 /signals']],
    ['a thousand and one', Array.from({ length: 1001 }, () => ({})), 'invalid-signals', ['UWLR-JSON-007 /signals']],
  ])('%s', async (_, signals, problem, errors) => {
    expect(await refused(...signals)).toEqual([422, problem, errors]);
  });

  test('a key of another learner, and of a signal that is over', async () => {
    await postSignals(rest, token, [postedSignal('bezet'), postedSignal('klaar')]);
    await postSignals(rest, token, [withdrawal('klaar')]);
    const other = { learner: { leerlingid: 'verzonnen-0002' } };
    expect(await refused(postedSignal('bezet', other))).toEqual([422, 'signal-key-taken', ['UWLR-SIG-005 /signals/0/key']]);
    expect(await refused(postedSignal('k', { ...other, supersedes: 'bezet' }))).toEqual([
      422,
      'signal-key-taken',
      ['UWLR-SIG-005 /signals/0/supersedes'],
    ]);
    expect(await refused(postedSignal('klaar', { limits: 'anders' }))).toEqual([422, 'signal-key-taken', ['UWLR-SIG-006 /signals/0/key']]);
    expect(await refused(postedSignal('k', { supersedes: 'klaar' }))).toEqual([
      422,
      'signal-key-taken',
      ['UWLR-SIG-006 /signals/0/supersedes'],
    ]);
  });

  test.each([
    ['no JSON', '{"signals":', 400, 'unreadable-signals'],
    ['a list alone', '[]', 422, 'invalid-signals'],
    ['too much of it', `{"signals":[],"more":"${'x'.repeat(1024 * 1024)}"}`, 413, 'too-large'],
  ])('%s', async (_, body, status, problem) => {
    const reply = await postSignals(rest, token, body);
    expect([reply.status, reply.json.type]).toEqual([status, urn(problem)]);
  });

  test('by whoever is no supplier, has no agreement for it or no scope, or comes for another school', async () => {
    const post = async (bearer: string | undefined) => {
      const { status, json } = await postSignals(rest, bearer, [good]);
      return `${status} ${json.type.replace(urn(''), '')}`;
    };
    expect(await post(undefined)).toBe('401 token-required');
    expect(await post(school)).toBe('403 scope-missing');
    expect(await post(await rest.token({ scopes: ['signals:read', 'results:write'] }))).toBe('403 scope-missing');
    // A token that may, of a client without an agreement that lets it.
    const bare = await rest.token({ client: 'zonder-afspraak' });
    const made = (await rest.store.directory()).agreements.by('party', 'zonder-afspraak');
    for (const { id } of made) await rest.store.endAgreement(id, '2026-02-01T00:00:00.000Z');
    expect(await post(bare)).toBe('403 agreement-missing');
    await rest.store.addParty(party('de-administratie', { role: 'las' }));
    expect(await post(await rest.token({ client: 'de-administratie' }))).toBe('403 not-a-supplier');
    // Learners of one school are nobody at another.
    const elsewhere = await rest.token({ school: OTHER_SCHOOL });
    expect(await post(elsewhere)).toBe('422 signal-learner-unknown');
  });
});
