import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import express from 'express';
import { restApi } from '../../src/api/http/rest-api.js';
import { SchoolKeys } from '../../src/store/school-keys.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import {
  clockReadingSchool,
  GOALS,
  jsonResults,
  SCHOOL,
  signal,
  soapResults,
  TODAY,
  VENDORS,
  type Vendor,
} from './support/clock-reading-school.js';

const DAY_MS = 86_400_000;
/** The app in which the teachers of the school look: one client, a token per teacher. */
const BOARD = 'leerkrachtapp';

let running: Running;
let aWeekLater: Server;
let vera: string;
let colleague: string;
let tokens: Record<Vendor, string>;
/** What Vera's app calls her pupils, by their key in the administration. */
let pupils: Record<string, string>;
let group: string;

beforeAll(async () => {
  running = await startTestGateway({ schools: [SCHOOL], ownThread: true });
  const { store, keyring } = running.gateway;
  tokens = await clockReadingSchool(running.gateway);
  vera = await teacherToken('vera');
  colleague = await teacherToken('ander');
  const later = () => new Date(Date.now() + 7 * DAY_MS);
  aWeekLater = createServer(express().use('/api/v1', restApi({ store, keyring, now: later }))).listen(0, '127.0.0.1');
  await once(aWeekLater, 'listening');
});
afterAll(async () => {
  aWeekLater.closeAllConnections();
  await new Promise((resolve) => aWeekLater.close(resolve));
  await running.stop();
});

async function teacherToken(key: string): Promise<string> {
  const { store, keyring } = running.gateway;
  const teacher = (await new SchoolKeys(store, keyring).of(SCHOOL)).alias('leerkracht', key);
  const [id, secret] = [randomUUID(), randomUUID()];
  const createdAt = '2026-01-01T00:00:00.000Z';
  await store.addToken({
    id,
    client: BOARD,
    hash: keyring.hashToken(secret),
    school: SCHOOL,
    role: 'teacher',
    teacher,
    scopes: [],
    createdAt,
  });
  return secret;
}

interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the gateway sent
  readonly json: any;
}

async function ask(token: string, path: string, body?: object, base = running.gateway.url): Promise<Reply> {
  const sent = { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${base}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    ...(body === undefined ? {} : sent),
  });
  return { status: response.status, json: await response.json() };
}

function goalPath(pupil: string, goal: string, more = ''): string {
  return `/learners/${pupils[pupil]}/goals/${encodeURIComponent(goal)}${more}`;
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of the gateway
const onGoal = (overview: any, goal: string) => overview.items.find((item: any) => item.goal.uri === goal);

test('Juf Vera: from the results and signals of four vendors to the overview of group 5, and back to the pupil', async () => {
  // Two vendors deliver over SOAP, two in JSON; two of them raise signals.
  const lat = await post(
    running.gateway,
    soapResults('METEN', [
      ['daan', 'lat-lengte', '8'],
      ['daan', 'lat-gewicht', '7'],
      ['sem', 'lat-lengte', '9'],
    ]),
  );
  const huis = await post(running.gateway, soapResults('TOETSHUIS', [['noor', 'huis-klok', '6']]));
  expect([lat.code, huis.code]).toEqual([undefined, undefined]);
  const posted = await Promise.all([
    ask(tokens.TUIN, '/results', jsonResults('TUIN', [['daan', 'tuin-klok', '3', '900']])),
    ask(tokens.SPRONG, '/results', jsonResults('SPRONG', [['noor', 'sprong-uren', '6']])),
  ]);
  expect(posted.map(({ status }) => status)).toEqual([201, 201]);
  const raised = await Promise.all([
    ask(tokens.TUIN, '/signals', { signals: [signal('s-1', 'daan', 'STUCK')] }),
    ask(tokens.SPRONG, '/signals', { signals: [signal('s-1', 'noor', 'FAST')] }),
    ask(tokens.TOETSHUIS, '/signals', { signals: [signal('s-1', 'noor', 'FAST')] }),
  ]);
  expect(raised.map(({ status }) => status)).toEqual([201, 201, 201]);

  // She opens her group. The last vendor has just had its confirmation.
  const learners = await ask(vera, '/learners?identities=true');
  pupils = Object.fromEntries(learners.json.items.map(({ id, key }: { id: string; key: string }) => [key, id]));
  expect(Object.keys(pupils).sort()).toEqual(['daan', 'noor']);
  const groups = await ask(vera, '/groups');
  group = groups.json.items[0].id;
  const confirmed = performance.now();
  const late = await post(running.gateway, soapResults('TOETSHUIS', [['noor', 'huis-meten', '6']]));
  const bevestigd = performance.now();
  const { status, json: overview } = await ask(vera, `/groups/${group}/goals`);
  console.log(
    `confirmed in ${(bevestigd - confirmed).toFixed(0)} ms, in the overview ${(performance.now() - bevestigd).toFixed(0)} ms after the bevestiging`,
  );
  expect([late.code, status]).toEqual([undefined, 200]);

  // Daan is stuck on whole hours, did length and weight, and nothing was received on volume: no 0, and no judgement.
  expect(overview.covers).toMatchObject({
    until: TODAY,
    coverage: 'unknown',
    says: expect.stringContaining('says nothing about the learner'),
  });
  const hours = onGoal(overview, GOALS.wholeHours);
  expect(hours.goal).toMatchObject({ code: 'RW.1.067', set: { status: 'definitief', legalStatus: 'published' } });
  const of = (goal: string, pupil: string) =>
    onGoal(overview, goal).learners.find(({ learner }: { learner: string }) => learner === pupils[pupil]);
  expect(of(GOALS.wholeHours, 'daan')).toMatchObject({
    sources: [{ party: 'TUIN', vendor: 'Oefentuin', product: 'TUIN', counts: { results: 1 }, lastDay: TODAY }],
    signals: [{ kind: 'STUCK', party: 'TUIN', supplierGoal: { id: 'HELE-UREN' } }],
  });
  for (const goal of [GOALS.length, GOALS.weight]) expect(of(goal, 'daan')).toMatchObject({ sources: [{ party: 'METEN' }], signals: [] });
  expect(onGoal(overview, GOALS.volume).nothingReceived).toEqual([pupils['daan']]);
  expect(JSON.stringify(of(GOALS.volume, 'daan') ?? {})).toBe('{}');
  expect(JSON.stringify(overview)).not.toMatch(/"(?:score|value|average|percentage|mastery)"/);

  // Beside the signal: 900 seconds of practice in that product, and of no other.
  const { json: daan } = await ask(vera, goalPath('daan', GOALS.wholeHours, '?identities=true'));
  expect(daan).toMatchObject({
    received: 'something',
    counted: 'of results that touch this goal; may also be of other goals',
    sources: [{ party: 'TUIN', counts: { results: 1, items: 20, seconds: 900 } }],
    signals: [{ kind: 'STUCK' }],
  });
  const { json: volume } = await ask(vera, goalPath('daan', GOALS.volume));
  expect(volume).toMatchObject({ received: 'nothing', sources: [], signals: [], covers: { coverage: 'unknown' } });

  // Noor is FAST for two vendors with the same figure: two meanings side by side, and no field that compares them.
  const { json: noor } = await ask(vera, goalPath('noor', GOALS.wholeHours));
  expect(noor.signals.map(({ kind, party }: { kind: string; party: string }) => `${kind} ${party}`).sort()).toEqual([
    'FAST SPRONG',
    'FAST TOETSHUIS',
  ]);
  const figures = noor.sources.flatMap(({ party, results }: { party: Vendor; results: { values: object[] }[] }) =>
    results.flatMap(({ values }) => values.map((value) => ({ party, value }))),
  );
  expect(figures).toHaveLength(3);
  for (const { party, value } of figures) {
    const { meaning, notMeaning } = VENDORS[party as Vendor];
    expect(value).toMatchObject({ value: '6', declaration: { declared: true, meaning, notMeaning } });
  }
  expect(noor.sources.map(({ party }: { party: string }) => party)).toEqual(['SPRONG', 'TOETSHUIS']);

  // Other material for the goal: what the school's vendors have, by name.
  const { json: activities } = await ask(vera, `/goals/${encodeURIComponent(GOALS.wholeHours)}/activities`);
  const listed = activities.items.map(({ vendor, name, code }: Record<string, string>) => [vendor, name, code]);
  expect(listed).toEqual([
    ['Meetlat', undefined, 'lat-klok'],
    ['Oefentuin', 'Oefening tuin-klok', 'tuin-klok'],
    ['Rekensprong', 'Oefening sprong-uren', 'sprong-uren'],
    ['Toetshuis', 'Toets huis-klok', 'huis-klok'],
    ['Toetshuis', 'Toets huis-meten', 'huis-meten'],
  ]);

  // She follows the link to the vendor's own page.
  const { json: own } = await ask(vera, goalPath('daan', GOALS.wholeHours));
  const link = own.sources[0].results[0].detailUrl as string;
  expect(daan.sources[0].results[0].detailUrl).toBe('https://les.voorbeeld/tuin/tuin-klok');
  expect(await ask(vera, link.slice(link.indexOf('/links/')))).toMatchObject({
    status: 200,
    json: { url: 'https://les.voorbeeld/tuin/tuin-klok' },
  });
  expect((await ask(colleague, link.slice(link.indexOf('/links/')))).status).toBe(404);

  // She notes that they work on it, and finds that a week later.
  const note = { learner: pupils['daan'], goal: GOALS.wholeHours, kind: 'workingOn', from: TODAY, note: 'Met een echte klok.' };
  const noted = await ask(vera, '/annotations', note);
  expect(noted.status).toBe(200);
  const later = `http://127.0.0.1:${(aWeekLater.address() as AddressInfo).port}`;
  const found = await ask(vera, `/annotations?learner=${pupils['daan']}`, undefined, later);
  expect(found.json.items).toEqual([noted.json]);
  const { json: again } = await ask(vera, `/groups/${group}/goals`, undefined, later);
  expect(
    onGoal(again, GOALS.wholeHours).learners.find(({ learner }: { learner: string }) => learner === pupils['daan']).annotations,
  ).toEqual([noted.json]);

  // Up to the kerndoel: each goal counts once for it, and nothing is added up over sources.
  const { json: rolled } = await ask(vera, `/groups/${group}/goals?kerndoelen=true`);
  expect(rolled.items.map(({ goal }: { goal: { code: string } }) => goal.code)).toEqual(['PO Kerndoel 33']);
  const ofDaan = rolled.items[0].learners.find(({ learner }: { learner: string }) => learner === pupils['daan']);
  expect(ofDaan.sources.map(({ party, counts }: { party: string; counts: object }) => ({ party, ...counts }))).toEqual([
    { party: 'METEN', results: 2 },
    { party: 'TUIN', results: 1 },
  ]);
});

test('one test with four goals is on each of them, and its score on none', async () => {
  const { json: overview } = await ask(vera, `/groups/${group}/goals`);
  for (const goal of [GOALS.wholeHours, GOALS.length, GOALS.weight, GOALS.volume]) {
    const noor = onGoal(overview, goal).learners.find(({ learner }: { learner: string }) => learner === pupils['noor']);
    expect(noor.sources.map(({ party }: { party: string }) => party)).toContain('TOETSHUIS');
  }
});

test('a signal that the school muted is not shown, and comes back when it is unmuted', async () => {
  const { signals } = running.gateway.store.goals;
  const kinds = async () => {
    const { json } = await ask(vera, `/groups/${group}/goals`);
    return onGoal(json, GOALS.wholeHours)
      .learners.flatMap((one: { signals: { kind: string }[] }) => one.signals.map(({ kind }) => kind))
      .sort();
  };
  expect(await kinds()).toEqual(['FAST', 'FAST', 'STUCK']);
  await signals.muteSignals(SCHOOL, 'TUIN', 'STUCK', new Date().toISOString());
  expect(await kinds()).toEqual(['FAST', 'FAST']);
  expect((await ask(vera, goalPath('daan', GOALS.wholeHours))).json.signals).toEqual([]);
  await signals.muteSignals(SCHOOL, 'TUIN', 'STUCK', undefined);
  expect(await kinds()).toEqual(['FAST', 'FAST', 'STUCK']);
});

test('filters leave out what they name: a period before the results, a set, a subject', async () => {
  const { json: before } = await ask(vera, `/groups/${group}/goals?from=2026-01-01&until=2026-01-31`);
  expect([before.items.filter(({ learners }: { learners: object[] }) => learners.length > 0), before.covers.until]).toEqual([
    [expect.objectContaining({ learners: [expect.objectContaining({ sources: [], signals: [] })] })],
    '2026-01-31',
  ]);
  expect((await ask(vera, `/groups/${group}/goals?set=bestaat-niet`)).json.items).toEqual([]);
  expect((await ask(vera, `/groups/${group}/goals?subject=taal`)).json.items).toEqual([]);
  expect((await ask(vera, `/groups/${group}/goals?subject=Rekenen`)).json.items.length).toBeGreaterThan(3);
  expect((await ask(vera, `/groups/${group}/goals?from=2026-02-01&until=2026-01-01`)).status).toBe(400);
});

test('pages of the overview hold each goal once', async () => {
  const { json: whole } = await ask(vera, `/groups/${group}/goals`);
  const seen: string[] = [];
  let cursor = '';
  do {
    const { json } = await ask(vera, `/groups/${group}/goals?limit=1${cursor}`);
    seen.push(...json.items.map(({ goal }: { goal: { uri: string } }) => goal.uri));
    cursor = json.next === undefined ? '' : `&cursor=${json.next}`;
  } while (cursor !== '');
  expect(seen).toEqual(whole.items.map(({ goal }: { goal: { uri: string } }) => goal.uri));
});

test('a colleague with another group sees none of it: 404 for the group and for each pupil on each goal', async () => {
  const paths = [
    `/groups/${group}/goals`,
    ...Object.keys(pupils).flatMap((pupil) => Object.values(GOALS).map((goal) => goalPath(pupil, goal))),
  ];
  const statuses = await Promise.all(paths.map(async (path) => (await ask(colleague, path)).status));
  expect(statuses).toEqual(paths.map(() => 404));
  expect((await ask(colleague, '/annotations')).json.items).toEqual([]);
});
