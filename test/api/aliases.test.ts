import { copyFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Keyring } from '../../src/privacy/keys/keyring.js';
import { forgetGone } from '../../src/retention/forget-gone.js';
import { ACCEPT_ALL } from '../../src/retention/purge-guard.js';
import { runPurge } from '../../src/retention/run-purge.js';
import { eraseLearner } from '../../src/rights/erase-learner.js';
import { openStore } from '../../src/store/open.js';
import { SchoolKeys } from '../../src/store/school-keys.js';
import { OTHER_SCHOOL, SCHOOL } from '../store/support/records.js';
import { terms } from '../store/support/retention.js';
import { type RestServer, startRest } from './support/rest-server.js';
import { keyOf, smallSchool, sync } from './support/roster-data.js';
import { deliver } from './support/school-data.js';
import { resultSeen } from './support/seen.js';

/** The clock of the REST side stands at 1 October 2026. */
const [BEFORE, AFTER] = ['2026-09-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z'];

let rest: RestServer;
let token: string;

beforeEach(async () => {
  rest = await startRest();
  token = await rest.token();
});
afterEach(() => rest.stop());

const idsIn = async (list: string, by = token): Promise<string[]> =>
  (await rest.ask(list, by)).json.items.map((item: { id: string }) => item.id);

describe('what a client was given', () => {
  test('leads back, for that client and for no other', async () => {
    await sync(rest, smallSchool(), SCHOOL, 'nobody');
    const theirs = await rest.token({ client: 'another' });
    for (const list of ['/learners', '/groups', '/teachers']) {
      const [id] = await idsIn(list);
      const [other] = await idsIn(list, theirs);
      expect(id).not.toBe(other);
      expect([(await rest.ask(`${list}/${id}`, token)).status, (await rest.ask(`${list}/${id}`, theirs)).status]).toEqual([200, 404]);
      expect([(await rest.ask(`${list}/${other}`, token)).status, (await rest.ask(`${list}/${other}`, theirs)).status]).toEqual([404, 200]);
    }
  });

  test('is the same for every token of the client', async () => {
    await sync(rest, smallSchool());
    await deliver(rest.store, { r1: '7' });
    const second = await rest.token();
    for (const list of ['/learners', '/groups', '/teachers', '/results', '/memberships']) {
      expect((await rest.ask(list, second)).json).toEqual((await rest.ask(list, token)).json);
    }
  });

  test('is written once', async () => {
    await sync(rest, smallSchool(), SCHOOL, 'nobody');
    const writes: number[] = [];
    const { keepReceiverAliases } = rest.store;
    rest.store.keepReceiverAliases = (school, receiver, aliases) => {
      writes.push(aliases.length);
      return keepReceiverAliases.call(rest.store, school, receiver, aliases);
    };
    for (let time = 0; time < 2; time++) for (const list of ['/learners', '/learners?limit=2', '/memberships']) await rest.ask(list, token);
    // Five learners and two groups; then two teachers; then nothing any more.
    expect(writes.filter((count) => count > 0)).toEqual([7, 2]);
  });

  test('of somebody never shown leads nowhere, even when it is the right one', async () => {
    const { learners } = await sync(rest, smallSchool(), SCHOOL, 'dashboard');
    await rest.store.removeReceiverAliases(SCHOOL, [learners[0]?.id as string]);
    expect((await rest.ask(`/learners/${learners[0]?.id}`, token)).status).toBe(404);
    await idsIn('/learners');
    expect((await rest.ask(`/learners/${learners[0]?.id}`, token)).status).toBe(200);
  });

  test('is no cursor of another client, or of another path', async () => {
    await sync(rest, smallSchool());
    const cursor = (await rest.ask('/learners?limit=1', token)).json.next;
    const theirs = await rest.token({ client: 'another' });
    expect((await rest.ask(`/learners?limit=1&cursor=${cursor}`, token)).status).toBe(200);
    expect((await rest.ask(`/learners?limit=1&cursor=${cursor}`, theirs)).status).toBe(400);
    expect((await rest.ask(`/teachers?cursor=${cursor}`, token)).status).toBe(400);
  });
});

describe('an ECK iD and a link of a result', () => {
  const carried = { eckId: 'https://ketenid.nl/pilot/verzonnen', detailUrl: 'https://uitslag.example/verzonnen' };

  test('go out when they are asked for with the scope, and never otherwise', async () => {
    await deliver(rest.store, { r1: '7' });
    // As messages bring them; the deliveries of these tests have neither.
    const { resultsAt, revisions } = rest.store;
    rest.store.resultsAt = async (school, places) =>
      new Map([...(await resultsAt.call(rest.store, school, places))].map(([place, one]) => [place, { ...one, ...carried }]));
    rest.store.revisions = async (school, id) => (await revisions.call(rest.store, school, id)).map((one) => ({ ...one, ...carried }));
    const id = await resultSeen(rest, 'r1');
    const plain = await rest.token({ scopes: ['results:read'] });
    for (const list of ['/results', `/results/${id}`, `/results/${id}/revisions`]) {
      for (const by of [token, plain]) {
        const { text } = await rest.ask(list, by);
        expect(text).not.toContain('"eckId');
        expect(text).toMatch(/"detailUrl":"\/api\/v1\/links\/[\w-]{59}"/);
        expect(text).not.toContain(carried.eckId);
        expect(text).not.toContain(carried.detailUrl);
      }
      expect((await rest.ask(`${list}?identities=true`, plain)).status).toBe(403);
      const { json } = await rest.ask(`${list}?identities=true`, token);
      expect(json.items?.[0] ?? json).toMatchObject({ id, ...carried });
    }
  });
});

describe('after the aliases of a school were rotated', () => {
  const roundTrip = async (id: string) => (await rest.ask(`/learners/${id}`, token)).json?.id;

  test('everybody has another id, and the old one leads to it for a time', async () => {
    const { learners } = await sync(rest, smallSchool());
    await deliver(rest.store, { r1: '7' }, { learner: (await keyOf(rest)).alias('leerlingid', 'p1') });
    const before = {
      ids: await idsIn('/learners'),
      results: await idsIn('/results'),
      etag: (await rest.ask('/learners', token)).headers.get('etag'),
    };
    const cursor = (await rest.ask('/learners?limit=1', token)).json.next;
    await rest.store.rotateAliases(SCHOOL, BEFORE, AFTER);

    const now = await idsIn('/learners');
    expect(now.filter((id) => before.ids.includes(id))).toEqual([]);
    expect((await Promise.all(before.ids.map(roundTrip))).sort()).toEqual([...now].sort());
    const [result] = await idsIn('/results');
    expect(result).not.toBe(before.results[0]);
    expect((await rest.ask(`/results/${before.results[0]}`, token)).json.id).toBe(result);
    const p1 = learners.find(({ key }) => key === 'p1')?.id as string;
    expect(await idsIn(`/results?learner=${p1}`)).toEqual([result]);
    expect(await idsIn(`/results?learner=${await roundTrip(p1)}`)).toEqual([result]);
    const again = await rest.ask('/learners', token, { headers: { 'if-none-match': before.etag as string } });
    expect(again.status).toBe(200);
    expect((await rest.ask(`/learners?limit=1&cursor=${cursor}`, token)).status).toBe(400);
  });

  test('the old ids lead nowhere when the time is over, and other schools notice nothing', async () => {
    await sync(rest, smallSchool());
    await deliver(rest.store, { r1: '7' });
    await sync(rest, smallSchool(), OTHER_SCHOOL);
    const theirs = await rest.token({ school: OTHER_SCHOOL });
    const [learner, result, other] = [(await idsIn('/learners'))[0], (await idsIn('/results'))[0], await idsIn('/learners', theirs)];
    await rest.store.rotateAliases(SCHOOL, BEFORE, BEFORE);
    expect((await rest.ask(`/learners/${learner}`, token)).status).toBe(404);
    expect((await rest.ask(`/results/${result}`, token)).status).toBe(404);
    expect((await rest.ask(`/results?learner=${learner}`, token)).json).toEqual({ items: [] });
    expect(await idsIn('/learners', theirs)).toEqual(other);
  });
});

describe('after the key of a school was destroyed', () => {
  test('clients are told so, and the school itself gets nothing that was sealed', async () => {
    await sync(rest, smallSchool());
    const school = await rest.token({ client: 'iemand', role: 'school', scopes: [] });
    expect((await rest.ask('/learners', token)).status).toBe(200);
    await rest.store.destroySchoolKey(SCHOOL, BEFORE);
    for (const by of [token, school]) {
      const { status, json } = await rest.ask('/learners', by);
      expect([status, json.type]).toEqual([410, 'urn:uwlr-gateway:problem:key-destroyed']);
    }
    expect(rest.errors).toEqual([]);
    await expect(keyOf(rest)).rejects.toMatchObject({ code: 'destroyed' });
  });

  test('a copy of the database opens nothing, with the secret too, and the old key is in no file', async () => {
    await sync(rest, smallSchool());
    await deliver(rest.store, { r1: '7' });
    await idsIn('/learners');
    const wrapped = Buffer.from(await rest.store.schoolKey(SCHOOL, new Uint8Array()));
    expect(await rest.store.destroySchoolKey(SCHOOL, BEFORE)).toBe(true);
    const files = path.dirname(rest.file);
    for (const name of await readdir(files)) expect((await readFile(path.join(files, name))).includes(wrapped)).toBe(false);

    const copy = await mkdtemp(path.join(tmpdir(), 'uwlr-copy-'));
    for (const name of await readdir(files)) copyFileSync(path.join(files, name), path.join(copy, name));
    const store = await openStore({ dataDirectory: copy });
    const keyring = Keyring.fromSecret('an invented secret of more than thirty-two bytes');
    await expect(new SchoolKeys(store, keyring).of(SCHOOL)).rejects.toMatchObject({ code: 'destroyed' });
    const snapshot = await store.roster(SCHOOL, '2026-2027');
    expect(snapshot?.rows.length).toBeGreaterThan(0);
    const fresh = keyring.unwrapSchoolKey(SCHOOL, keyring.wrapSchoolKey(SCHOOL));
    for (const { document } of snapshot?.rows ?? []) expect(() => fresh.open(document)).toThrow();
    expect(await store.aliasReceivers(SCHOOL)).toEqual([]);
    await store.close();
    await rm(copy, { recursive: true });
  });
});

test('a learner who is erased is in the vault of no client any more, in no generation', async () => {
  await sync(rest, smallSchool());
  const theirs = await rest.token({ client: 'another' });
  await idsIn('/learners', theirs);
  await rest.store.rotateAliases(SCHOOL, BEFORE, AFTER);
  await idsIn('/learners');
  const schoolKey = await keyOf(rest);
  const id = schoolKey.alias('leerlingid', 'p1');
  const everyAlias = (receiver: string) => [1, 2].map((generation) => schoolKey.receiver(receiver, generation).alias('learner', id));
  const known = async () =>
    (await Promise.all(['dashboard', 'another'].map((client) => rest.store.knownReceiverAliases(SCHOOL, client, everyAlias(client))))).map(
      ({ size }) => size,
    );
  expect(await known()).toEqual([2, 1]);
  const found = await rest.store.rights.findPerson(SCHOOL, { names: [id] });
  if (found.kind !== 'found') throw new Error('the learner is not there');
  const options = { store: rest.store, school: SCHOOL, schoolKey, person: found.person, now: new Date('2026-10-01T08:00:00Z') };
  await eraseLearner({ ...options, dryRun: true });
  expect(await known()).toEqual([2, 1]);
  await eraseLearner({ ...options, dryRun: false });
  expect(await known()).toEqual([0, 0]);
});

describe('when retention has removed a pupil who left', () => {
  const forget = () => forgetGone(rest.store, new SchoolKeys(rest.store, rest.keyring), {});
  const kept = async (kind: 'learner' | 'teacher' | 'group', ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => (await rest.store.receiverAlias(SCHOOL, 'dashboard', kind, id)) !== undefined));

  test('the aliases that clients had for the pupil go too, those of others stay; under legal hold none goes', async () => {
    await sync(rest, smallSchool());
    await deliver(rest.store, { r1: '7' });
    const told = { learners: await idsIn('/learners'), teachers: await idsIn('/teachers'), groups: await idsIn('/groups') };
    const [{ learner }] = (await rest.ask('/results', token)).json.items as [{ learner: string }];
    expect(told.learners).toHaveLength(5);
    expect(await forget()).toBe(0);
    await sync(rest, smallSchool(['p1', 'p2', 'p3', 'p4']));
    const left = await idsIn('/learners');
    const [gone] = told.learners.filter((id) => !left.includes(id)) as [string];
    expect(await forget()).toBe(0);

    await runPurge(rest.store, { terms: terms(), now: new Date('2026-12-01T08:00:00Z') });
    await rest.store.holdSchool(SCHOOL, BEFORE);
    expect([await forget(), await rest.store.forgetGone(SCHOOL, [gone])]).toEqual([0, 0]);
    await rest.store.holdSchool(SCHOOL, undefined);
    expect(await forget()).toBe(1);
    expect(await kept('learner', [gone, ...left, learner])).toEqual([false, true, true, true, true, true]);
    expect(await kept('teacher', told.teachers)).toEqual([true, true]);
    expect(await kept('group', told.groups)).toEqual([true, true]);
    expect((await rest.store.audit({ operation: 'aliases.purge', limit: 2 })).items).toEqual([
      expect.objectContaining({ school: SCHOOL, counts: { aliases: 1 } }),
    ]);
    expect(await forget()).toBe(0);

    // Years later results and roster are gone, so nobody is left of whom there could be a name.
    await runPurge(rest.store, { terms: terms(), now: new Date('2036-12-01T08:00:00Z'), accept: ACCEPT_ALL });
    expect(await forget()).toBe(7);
    expect(await kept('learner', [...left, learner])).toEqual([false, false, false, false, false]);
    expect(await kept('teacher', told.teachers)).toEqual([false, false]);
  });
});
