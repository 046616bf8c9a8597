import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HOOK, later } from '../store/support/outbox.js';
import { agreement, OTHER_SCHOOL, SCHOOL } from '../store/support/records.js';
import { type Planted, plantDeliveries } from '../support/planted-deliveries.js';
import { type Reply, type RestServer, startRest } from './support/rest-server.js';
import { uuid } from './support/school-data.js';
import { resultSeen } from './support/seen.js';

const NAMES = Array.from({ length: 8 }, (_, at) => `sent ${at}`);
const SOMEBODY = 'iemand';

let rest: RestServer;
let planted: Planted;
let operator: string;
let school: string;

beforeAll(async () => {
  rest = await startRest();
  planted = await plantDeliveries(rest.store, NAMES.map(uuid));
  operator = await rest.token({ client: SOMEBODY, role: 'operator', scopes: [], school: undefined as never });
  school = await rest.token({ client: SOMEBODY, role: 'school', scopes: [] });
  // A target of somebody who has nothing to do with the first school.
  await rest.store.addTarget({ id: 'elders', party: 'andere-uitgever', kind: 'files', settings: new Uint8Array(), createdAt: later(0) });
  await rest.store.addAgreements([agreement('elders', { party: 'andere-uitgever', school: OTHER_SCHOOL })], undefined);
});
afterAll(() => rest.stop());

function post(path: string, body: object, token = operator): Promise<Reply> {
  return rest.ask(path, token, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
}

const idsOf = async (query: string, token: string): Promise<string[]> =>
  (await rest.ask(`/deliveries${query}`, token)).json.items.map(({ id }: { id: string }) => id);

describe('deliveries over REST', () => {
  test('are of every school to whoever runs the gateway, and of one to the school', async () => {
    expect(await idsOf('', operator)).toContain(planted.foreign);
    expect(await idsOf(`?school=${OTHER_SCHOOL}`, operator)).toEqual([planted.foreign]);
    const own = await idsOf('', school);
    expect([own.includes(planted.foreign), own.includes(planted.dead)]).toEqual([false, true]);
    for (const id of [planted.foreign, '4242', 'niets']) expect((await rest.ask(`/deliveries/${id}`, school)).status).toBe(404);
    expect((await rest.ask(`/deliveries/${planted.foreign}`, operator)).json).toMatchObject({ school: OTHER_SCHOOL, state: 'waiting' });
  });

  test('call results what the school calls them, and nothing to anybody else', async () => {
    const alias = await resultSeen(rest, NAMES[0] as string, SCHOOL, SOMEBODY);
    expect((await rest.ask(`/deliveries/${planted.delivered}`, school)).json.result).toBe(alias);
    expect(await idsOf(`?result=${alias}&target=las`, school)).toEqual([planted.delivered]);
    expect((await rest.ask('/deliveries?limit=1000', operator)).text).not.toContain('"result":');
    for (const id of [alias, uuid(NAMES[0] as string)]) {
      const { status, json } = await rest.ask(`/deliveries?result=${id}`, operator);
      expect([status, json.parameters?.[0].parameter]).toEqual([400, 'result']);
    }
    expect(await idsOf(`?result=${uuid(NAMES[0] as string)}`, school)).toEqual([]);
  });

  test('go page by page, and are filtered', async () => {
    const all = await idsOf('', school);
    const seen: string[] = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const { json } = await rest.ask(`/deliveries?limit=3${next === '' ? '' : `&cursor=${next}`}`, school);
      seen.push(...json.items.map(({ id }: { id: string }) => id));
      next = json.next;
    }
    expect(seen).toEqual(all);
    expect((await idsOf('?state=dead,delivered', school)).sort()).toEqual((await idsOf('?state=delivered,dead', school)).sort());
    expect(await idsOf('?state=cancelled&reason=superseded', school)).toEqual([planted.cancelled]);
    expect(await idsOf('?until=2020-01-01T00:00:00Z', school)).toEqual([]);
    expect(await idsOf('?target=niets', school)).toEqual([]);
    for (const query of ['?state=', '?state=sent', '?state=dead,,', '?reason=x', '?since=gisteren'])
      expect([query, (await rest.ask(`/deliveries${query}`, school)).status]).toEqual([query, 400]);
  });

  test('and the reading of them are on record', async () => {
    await rest.ask('/deliveries?limit=2', school);
    const { items } = await rest.store.audit({ operation: 'deliveries.read', limit: 1 });
    expect(items).toMatchObject([{ actor: `role:school/${SOMEBODY}`, school: SCHOOL, counts: { deliveries: 2 } }]);
  });
});

describe('targets over REST', () => {
  test('are those that the school has to do with, and never say how they are reached', async () => {
    const listed = async (token: string) => (await rest.ask('/targets', token)).json.items;
    expect((await listed(operator)).map(({ id }: { id: string }) => id).sort()).toEqual(['elders', 'hook', 'las']);
    expect((await listed(school)).map(({ id }: { id: string }) => id).sort()).toEqual(['hook', 'las']);
    for (const target of await listed(operator)) expect(Object.keys(target).sort()).toEqual(['createdAt', 'id', 'kind', 'party']);
  });

  test('have a status that counts what is of the school', async () => {
    const status = async (token: string) => (await rest.ask('/deliveries/status', token)).json.items;
    const [elders, hook, las] = await status(operator);
    expect([elders.target, hook]).toMatchObject(['elders', { party: HOOK, held: { reason: 'authorisation' }, counts: { held: 3 } }]);
    expect(las.counts).toMatchObject({ waiting: 2, retrying: 2, dead: 2, delivered: 1, cancelled: 1 });
    const own = await status(school);
    expect(own.map(({ target }: { target: string }) => target)).toEqual(['hook', 'las']);
    expect(own[1].counts).toMatchObject({ waiting: 1, dead: 2 });
  });
});

describe('what is done about deliveries', () => {
  test('is said first, when it is asked so, and nothing is done', async () => {
    const before = (await rest.ask('/deliveries?limit=1000', operator)).text;
    const { json } = await post('/deliveries/actions', { action: 'redrive', target: 'las', state: 'dead', dryRun: true });
    expect(json).toEqual({ action: 'redrive', dryRun: true, changed: 2, skipped: {}, byTarget: { las: 2 } });
    expect((await rest.ask('/deliveries?limit=1000', operator)).text).toBe(before);
  });

  test.each([
    ['without a filter', { action: 'cancel' }, 'all'],
    ['of another kind', { action: 'delete', all: true }, 'action'],
    ['of no kind', { all: true }, 'action'],
    ['by force, but for redriving', { action: 'cancel', all: true, force: true }, 'force'],
    ['with a text for true', { action: 'cancel', all: 'true' }, 'all'],
    ['with a list', { action: 'cancel', state: ['dead'] }, 'state'],
    ['with a number', { action: 'cancel', delivery: 1 }, 'delivery'],
  ])('is not done %s', async (_, body, parameter) => {
    const { status, json } = await post('/deliveries/actions', body);
    expect([status, json.type, json.parameters?.[0]?.parameter]).toEqual([400, 'urn:uwlr-gateway:problem:invalid-parameter', parameter]);
  });

  test('is not done with anything in the address, or to a target that is not theirs', async () => {
    expect((await post('/deliveries/actions?all=true', { action: 'cancel', dryRun: true })).status).toBe(400);
    for (const path of ['/deliveries/actions', '/deliveries/pause', '/deliveries/resume']) {
      const action = path.endsWith('actions') ? { action: 'cancel', dryRun: true } : {};
      expect([path, (await post(path, { ...action, target: 'niets' })).status]).toEqual([path, 404]);
      const [known, unknown] = [
        await post(path, { ...action, target: 'elders' }, school),
        await post(path, { ...action, target: 'niets' }, school),
      ];
      expect([path, known.status, { ...known.json, requestId: '' }]).toEqual([path, 404, { ...unknown.json, requestId: '' }]);
    }
    expect((await post('/deliveries/pause', {})).json.parameters[0].parameter).toBe('all');
  });

  test('by a school is of that school only', async () => {
    const cancelled = await post('/deliveries/actions', { action: 'cancel', delivery: planted.foreign }, school);
    expect([cancelled.status, cancelled.json.changed]).toEqual([200, 0]);
    const all = await post('/deliveries/actions', { action: 'hold', state: 'waiting', all: true }, school);
    expect(all.json).toMatchObject({ action: 'hold', changed: 1, byTarget: { las: 1 } });
    expect((await rest.ask(`/deliveries/${planted.foreign}`, operator)).json.state).toBe('waiting');
    expect((await post('/deliveries/pause', { target: 'hook' }, school)).json).toEqual({
      target: 'hook',
      school: SCHOOL,
      paused: true,
      changed: true,
    });
    // That the receiver does not let us in is no matter of one school.
    expect((await post('/deliveries/resume', { target: 'hook' }, school)).json).toEqual({
      target: 'hook',
      school: SCHOOL,
      paused: false,
      changed: true,
    });
    expect((await rest.ask('/deliveries/status', operator)).json.items[1].held).toBeDefined();
    const audit = await rest.store.audit({ actor: `role:school/${SOMEBODY}`, operation: 'delivery.hold', limit: 5 });
    expect(audit.items).toMatchObject([{ school: SCHOOL, subject: 'las', counts: { deliveries: 1 } }]);
  });

  test('pauses all of a target, and lets it go on, held or not', async () => {
    expect((await post('/deliveries/pause', { target: 'hook' })).json).toEqual({ target: 'hook', paused: true, changed: true });
    expect((await post('/deliveries/pause', { target: 'hook' })).json).toMatchObject({ changed: false });
    const resumed = { target: 'hook', paused: false };
    expect((await post('/deliveries/resume', { target: 'hook' })).json).toEqual({
      ...resumed,
      changed: true,
      released: true,
      retried: true,
    });
    expect((await post('/deliveries/resume', { target: 'hook' })).json).toEqual({
      ...resumed,
      changed: false,
      released: false,
      retried: false,
    });
  });

  test('redrives once, and twice only by force', async () => {
    const redrive = async (more: object) => (await post('/deliveries/actions', { action: 'redrive', ...more })).json;
    expect(await redrive({ delivery: planted.dead })).toMatchObject({ changed: 1 });
    expect(await redrive({ delivery: planted.dead })).toMatchObject({ changed: 0, skipped: { 'waiting-already': 1 } });
    expect(await redrive({ delivery: planted.delivered })).toMatchObject({ changed: 0, skipped: { delivered: 1 } });
    expect(await redrive({ delivery: planted.delivered, force: true })).toMatchObject({ changed: 1 });
    const { redrivenBy } = (await rest.ask(`/deliveries/${planted.dead}`, operator)).json;
    expect((await rest.ask(`/deliveries/${redrivenBy[0]}`, operator)).json).toMatchObject({ redrives: planted.dead, state: 'waiting' });
  });
});
