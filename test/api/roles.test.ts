import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ENDPOINTS } from '../../src/api/endpoints/endpoints.js';
import type { Endpoint } from '../../src/api/http/endpoint.js';
import { named } from '../../src/api/open-api/open-api.js';
import { ROLE_NAMES, type RoleName } from '../../src/directory/access/roles.js';
import { agreement, exchange, OTHER_SCHOOL, PARTY, party, SCHOOL } from '../store/support/records.js';
import { HOOK, LAS, plantDeliveries } from '../support/planted-deliveries.js';
import { deliverOf } from './support/dated-results.js';
import { linkOf } from './support/detail-link.js';
import { loadExample } from './support/example-goals.js';
import { annotationSeen } from './support/planted-annotations.js';
import { plantSignals } from './support/planted-signals.js';
import { type Reply, type RestServer, startRest } from './support/rest-server.js';
import { keyOf, smallSchool, sync } from './support/roster-data.js';
import { deliver, uuid } from './support/school-data.js';
import { resultSeen } from './support/seen.js';

/** Who is in a role, in these tests. */
const SOMEBODY = 'iemand';

let rest: RestServer;
let ids: Record<string, string>;

beforeAll(async () => {
  rest = await startRest();
  const messages = await deliver(rest.store, { r1: '7' });
  await loadExample(rest.store);
  const { learners, groups, teachers } = await sync(rest, smallSchool(), SCHOOL, SOMEBODY);
  await deliverOf(rest, 'p1', { 'r of p1': '2026-09-20' });
  await plantSignals(rest, { 's of p1': (await keyOf(rest)).alias('leerlingid', 'p1') });
  await rest.store.addParty(party('VERZONNEN-EA'));
  const [learner, group, teacher] = [learners, groups, teachers].map((all) => all[0]?.id) as [string, string, string];
  await rest.token();
  await rest.store.addAgreements(
    [
      agreement('own'),
      agreement('lasting', { exchanges: ['leerlinggegevens'], profile: 'smalle-set' }),
      agreement('foreign', { school: OTHER_SCHOOL }),
    ],
    undefined,
  );
  ids = {
    results: await resultSeen(rest, 'r of p1', SCHOOL, SOMEBODY),
    signals: await resultSeen(rest, 's of p1', SCHOOL, SOMEBODY),
    links: await linkOf(rest, 'r of p1'),
    exchanges: messages,
    learners: learner,
    groups: group,
    teachers: teacher,
    goals: '30789c91-5b39-4780-98f3-a1bd6af2d808',
    schools: SCHOOL,
    agreements: 'own',
    parties: PARTY,
    annotations: await annotationSeen(rest, { school: SCHOOL, client: SOMEBODY, author: 't-g1', learner: 'p1' }),
    deliveries: (
      await plantDeliveries(
        rest.store,
        Array.from({ length: 8 }, (_, at) => uuid(`sent ${at}`)),
      )
    ).delivered,
  };
});
afterAll(() => rest.stop());

const OFFICE: readonly RoleName[] = ['viewer', 'operator', 'administrator', 'school'];
/** Who works with learners. What a teacher sees of them: `teacher-role.test.ts`. */
const TEACHING: readonly RoleName[] = ['school', 'supervisor', 'teacher'];

/** Written down beside the code, so that giving a role more is a decision and no accident. */
const OPENED_BY: Readonly<Record<string, readonly RoleName[]>> = {
  'POST /results': [],
  '/results': TEACHING,
  '/results/{id}': TEACHING,
  '/results/{id}/revisions': TEACHING,
  'POST /signals': [],
  '/signals': TEACHING,
  '/signals/{id}': TEACHING,
  '/signals/mutes': ['school'],
  '/signals/mute': ['school'],
  '/signals/unmute': ['school'],
  '/links/{id}': TEACHING,
  '/sources': TEACHING,
  '/learners/{id}/goal-report': TEACHING,
  '/groups/{id}/goal-report': TEACHING,
  '/assessments': [...OFFICE, 'supervisor', 'teacher'],
  '/exchanges': OFFICE,
  '/exchanges/{id}': OFFICE,
  '/rosters': TEACHING,
  '/memberships': TEACHING,
  '/learners': TEACHING,
  '/learners/unmatched': TEACHING,
  '/erasures': TEACHING,
  '/learners/{id}': TEACHING,
  '/groups': TEACHING,
  '/groups/{id}': TEACHING,
  '/groups/{id}/learners': TEACHING,
  '/teachers': TEACHING,
  '/teachers/{id}': TEACHING,
  '/goal-sets': TEACHING,
  '/goal-sets/choose': ['school'],
  '/goals': TEACHING,
  '/goals/{id}': TEACHING,
  '/groups/{id}/goals': TEACHING,
  '/learners/{id}/goals/{goal}': TEACHING,
  '/goals/{id}/activities': TEACHING,
  '/annotations': TEACHING,
  'POST /annotations': TEACHING,
  '/annotations/{id}/end': TEACHING,
  '/schools': OFFICE,
  '/schools/{id}': OFFICE,
  '/schools/{id}/pause': ['operator', 'administrator', 'school'],
  '/schools/{id}/resume': ['operator', 'administrator', 'school'],
  '/parties': OFFICE,
  '/parties/{id}': OFFICE,
  '/agreements': OFFICE,
  '/agreements/{id}': OFFICE,
  '/agreements/{id}/replace': ['administrator', 'school'],
  '/agreements/{id}/end': ['administrator', 'school'],
  '/keys': OFFICE,
  '/tokens': OFFICE,
  '/client-keys': OFFICE,
  '/targets': OFFICE,
  '/deliveries': OFFICE,
  '/deliveries/status': OFFICE,
  '/deliveries/{id}': OFFICE,
  '/deliveries/actions': ['operator', 'administrator', 'school'],
  '/deliveries/pause': ['operator', 'administrator', 'school'],
  '/deliveries/resume': ['operator', 'administrator', 'school'],
  '/audit': ['administrator', 'school'],
};

/** It has the form of one, and is of nothing that this client knows. */
const FOREIGN_ANNOTATION = uuid('annotation of another school');

const toDo: RequestInit = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };

function filled({ path }: Endpoint, more: Record<string, string> = {}): string {
  // What was ended by somebody in another role cannot be replaced.
  const lasting: Record<string, string> = path.endsWith('/replace') ? { agreements: 'lasting' } : {};
  return path
    .replace('{goal}', ids['goals'] as string)
    .replace('{id}', { ...ids, ...lasting, ...more }[path.split('/')[1] as string] ?? '');
}

/** What the description gives as an example, about somebody who is there. */
function bodyOf({ path, body = {} }: Endpoint): object {
  return path === '/annotations' ? { ...body, learner: ids['learners'], author: ids['teachers'] } : body;
}

function ask(endpoint: Endpoint, token: string, path = filled(endpoint)): Promise<Reply> {
  return rest.ask(path, token, endpoint.method === 'post' ? { ...toDo, body: JSON.stringify(bodyOf(endpoint)) } : {});
}

/** One that is of a teacher is of the teacher of the first group. */
async function tokenOf(role: string, bound = true): Promise<string> {
  const ofTeacher = role === 'teacher' ? { teacher: (await keyOf(rest)).alias('leerkracht', 't-g1') } : {};
  return rest.token({ client: SOMEBODY, role, scopes: [], ...ofTeacher, ...(bound ? {} : { school: undefined as never }) });
}

function readers(): readonly Endpoint[] {
  return ENDPOINTS.filter(({ method }) => method === undefined);
}

describe.each(ROLE_NAMES)('a token of the role %s', (role) => {
  test('opens just the paths that are meant for it', async () => {
    const token = await tokenOf(role);
    for (const endpoint of ENDPOINTS) {
      const { status, json } = await ask(endpoint, token);
      const expected = OPENED_BY[named(endpoint)]?.includes(role) ? [200, undefined] : [403, 'urn:uwlr-gateway:problem:scope-missing'];
      expect([endpoint.path, status, json.type]).toEqual([endpoint.path, ...expected]);
    }
  });

  test('sees identities only when it works with learners', async () => {
    const token = await tokenOf(role);
    for (const endpoint of readers().filter(({ identities }) => identities !== undefined)) {
      const { status } = await ask(endpoint, token, `${filled(endpoint)}?identities=true`);
      expect([endpoint.path, status]).toEqual([endpoint.path, TEACHING.includes(role) ? 200 : 403]);
    }
  });

  test('of one school is shown nothing of another, known or not', async () => {
    const token = await tokenOf(role);
    for (const endpoint of ENDPOINTS.filter((one) => OPENED_BY[named(one)]?.includes(role))) {
      if (endpoint.method === 'post' && endpoint.id === undefined) {
        for (const school of [OTHER_SCHOOL, '99ZZ']) {
          const body = JSON.stringify({ ...endpoint.body, school });
          const { status, json } = await rest.ask(endpoint.path, token, { ...toDo, body });
          expect([endpoint.path, status, json.type]).toEqual([endpoint.path, 403, 'urn:uwlr-gateway:problem:other-school']);
        }
      } else if (endpoint.method === 'post') {
        const replies = await Promise.all(
          [
            { schools: OTHER_SCHOOL, agreements: 'foreign', annotations: FOREIGN_ANNOTATION },
            { schools: '99ZZ', agreements: 'nothing', annotations: 'nothing' },
          ].map((more) => ask(endpoint, token, filled(endpoint, more))),
        );
        const [known, unknown] = replies.map(({ status, json }) => [status, { ...json, requestId: '' }]);
        expect([endpoint.path, known]).toEqual([endpoint.path, unknown]);
        expect(replies[0]?.status).toBe(404);
      } else if ('school' in endpoint.parameters) {
        for (const school of [OTHER_SCHOOL, '99ZZ']) {
          const { status, json } = await ask(endpoint, token, `${filled(endpoint)}?school=${school}`);
          expect([endpoint.path, status, json.type]).toEqual([endpoint.path, 403, 'urn:uwlr-gateway:problem:other-school']);
        }
        const { text } = await ask(endpoint, token);
        expect(text).not.toContain(OTHER_SCHOOL);
      }
    }
    const { schools, agreements } = await rest.store.directory();
    expect(schools.get(OTHER_SCHOOL)).not.toHaveProperty('pausedAt');
    expect(agreements.all().find(({ id }) => id === 'foreign')).not.toHaveProperty('endedAt');
  });
});

test('every path is in the table', () => {
  expect(ENDPOINTS.map(named).sort()).toEqual(Object.keys(OPENED_BY).sort());
});

test('a role that nobody knows opens nothing, and neither does that of a school without a school', async () => {
  for (const token of [await tokenOf('root'), await tokenOf('toString'), await tokenOf('school', false)]) {
    for (const endpoint of ENDPOINTS) expect((await ask(endpoint, token)).status).toBe(403);
  }
});

test('a client has no duties, whatever its token and its agreement say', async () => {
  const scopes = ['schools:read', 'schools:pause', 'agreements:end', 'agreements:change', 'deliveries:read', 'deliveries:change'];
  const token = await rest.token({ client: 'brutaal', scopes });
  await rest.store.addAgreements([agreement('brutaal', { party: 'brutaal', exchanges: ['rest'], scopes })], undefined);
  for (const endpoint of ENDPOINTS) expect((await ask(endpoint, token)).status).toBe(403);
});

describe('a token of no school', () => {
  test('shows every school, or the one that is asked for', async () => {
    const token = await tokenOf('operator', false);
    const shown = async (path: string) => (await rest.ask(path, token)).json.items;
    expect((await shown('/schools')).map(({ id }: { id: string }) => id)).toEqual([SCHOOL, OTHER_SCHOOL]);
    expect((await shown(`/schools?school=${OTHER_SCHOOL}`)).map(({ id }: { id: string }) => id)).toEqual([OTHER_SCHOOL]);
    const agreed = (await rest.store.directory()).agreements.by('school', OTHER_SCHOOL);
    expect((await shown(`/agreements?school=${OTHER_SCHOOL}`)).map(({ id }: { id: string }) => id)).toEqual(agreed.map(({ id }) => id));
    const parties = (await shown(`/parties?school=${OTHER_SCHOOL}`)).map(({ klantcode }: { klantcode: string }) => klantcode);
    expect(parties.sort()).toEqual([PARTY, HOOK, LAS].sort());
    const unknown = uuid('of no school');
    await rest.store.record(exchange(unknown));
    expect((await shown('/exchanges')).map(({ id }: { id: string }) => id)).toContain(unknown);
    expect((await rest.ask(`/exchanges/${unknown}`, token)).status).toBe(200);
    const ofOther = await shown(`/exchanges?school=${OTHER_SCHOOL}`);
    expect(ofOther.map(({ id }: { id: string }) => id)).not.toContain(unknown);
    expect(new Set(ofOther.map(({ school }: { school: string }) => school))).toEqual(new Set([OTHER_SCHOOL]));
  });

  test('has to say of which school, where it can be about one only', async () => {
    const token = await tokenOf('viewer', false);
    const { status, json } = await rest.ask('/assessments', token);
    expect([status, json.parameters]).toEqual([
      400,
      [{ parameter: 'school', reason: 'must be given, as the token is bound to no school' }],
    ]);
    expect((await rest.ask(`/assessments?school=${SCHOOL}`, token)).status).toBe(200);
    expect((await rest.ask('/assessments?school=99ZZ', token)).status).toBe(404);
  });
});

describe('what is done over REST', () => {
  test('pauses a school and lets it go on, and the audit says who did it', async () => {
    const token = await tokenOf('operator', false);
    const pause = await rest.ask(`/schools/${OTHER_SCHOOL}-00/pause`, token, toDo);
    expect([pause.status, pause.json]).toMatchObject([200, { id: OTHER_SCHOOL, pausedAt: '2026-10-01T08:00:00.000Z' }]);
    expect((await rest.store.directory()).schools.get(OTHER_SCHOOL)?.pausedAt).toBe('2026-10-01T08:00:00.000Z');
    const resume = await rest.ask(`/schools/${OTHER_SCHOOL}/resume`, token, toDo);
    expect(resume.json).not.toHaveProperty('pausedAt');
    expect((await rest.ask('/schools/99ZZ/pause', token, toDo)).status).toBe(404);
    const { items } = await rest.store.audit({ school: OTHER_SCHOOL, actor: 'role:operator/iemand', limit: 10 });
    expect(items).toHaveLength(2);
  });

  test('ends an agreement once', async () => {
    const token = await tokenOf('administrator', false);
    await rest.store.endAgreement('own', '2026-10-01T07:00:00.000Z');
    await rest.store.addAgreements([agreement('kort')], undefined);
    const first = await rest.ask('/agreements/kort/end', token, toDo);
    expect([first.status, first.json]).toMatchObject([200, { id: 'kort', endedAt: '2026-10-01T08:00:00.000Z' }]);
    expect((await rest.ask('/agreements/kort/end', token, toDo)).json).toEqual(first.json);
    expect((await rest.ask('/agreements/nothing/end', token, toDo)).status).toBe(404);
  });

  test('replaces an agreement from a moment on, and says what changes', async () => {
    const token = await tokenOf('administrator', false);
    await rest.store.addAgreements(
      [agreement('ruim', { school: OTHER_SCHOOL, exchanges: ['leerlinggegevens'], profile: 'smalle-set' })],
      undefined,
    );
    const replace = (id: string, body: object) => rest.ask(`/agreements/${id}/replace`, token, { ...toDo, body: JSON.stringify(body) });
    const from = '2026-11-01T00:00:00.000Z';
    const narrower = { from, fields: 'leerling/roepnaam' };
    const tried = await replace('ruim', { ...narrower, dryRun: true });
    expect((await rest.store.directory()).agreements.get('ruim')).not.toHaveProperty('until');
    const { status, json } = await replace('ruim', narrower);
    expect([status, json.agreement.from, json.replaces.id]).toEqual([200, from, 'ruim']);
    expect(json.changes.fieldsDropped).toContain('leerling/achternaam');
    expect(json.changes).toEqual(tried.json.changes);
    const { agreements } = await rest.store.directory();
    expect(agreements.get('ruim')).toMatchObject({ until: from });
    expect((await rest.ask(`/agreements/${json.agreement.id}`, token)).json).toMatchObject({
      state: 'not-yet',
      agreement: { id: json.agreement.id },
    });
    const again = await replace('ruim', narrower);
    expect([again.status, again.json.type]).toEqual([409, 'urn:uwlr-gateway:problem:conflict']);
    expect((await replace('nothing', narrower)).status).toBe(404);
    const { items } = await rest.store.audit({
      school: OTHER_SCHOOL,
      actor: 'role:administrator/iemand',
      operation: 'agreement.replace',
      limit: 10,
    });
    expect(items).toMatchObject([{ agreement: 'ruim' }]);
  });

  test.each([
    [{}],
    [{ purpose: 'volgen van de voortgang' }],
    [{ scopes: 'results:read' }],
    [{ fields: 'bestaat/niet' }],
    [{ fields: 'score', allFields: true }],
    [{ until: '2026-10-01T07:00:00Z' }],
    [{ from: '2026-09-01T00:00:00Z', purpose: 'Anders' }],
  ])('replaces nothing with %j', async (body) => {
    await rest.store.endAgreement('kort', '2026-10-01T07:00:00.000Z');
    const { agreements } = await rest.store.directory();
    if (agreements.get('vast') === undefined) await rest.store.addAgreements([agreement('vast')], undefined);
    const reply = await rest.ask('/agreements/vast/replace', await tokenOf('administrator', false), {
      ...toDo,
      body: JSON.stringify(body),
    });
    expect([reply.status, reply.json.type]).toEqual([400, 'urn:uwlr-gateway:problem:invalid-parameter']);
    expect((await rest.store.directory()).agreements.get('vast')).toEqual(agreement('vast'));
  });

  test.each([
    ['a form', { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'not-json'],
    ['plain text, as any page may send it', { body: '{}', headers: { 'content-type': 'text/plain' } }, 415, 'not-json'],
    ['JSON in another character set', { body: '{}', headers: { 'content-type': 'application/json; charset=utf-16' } }, 415, 'not-json'],
    ['nothing', { body: '' }, 400, 'invalid-body'],
    ['no JSON', { body: '{' }, 400, 'invalid-body'],
    ['a list', { body: '[]' }, 400, 'invalid-body'],
    ['null', { body: 'null' }, 400, 'invalid-body'],
    ['a member that is not known', { body: '{"at":"2020-01-01"}' }, 400, 'invalid-body'],
    ['the prototype', { body: '{"__proto__":{"x":1}}' }, 400, 'invalid-body'],
    ['too much', { body: JSON.stringify({}).padEnd(20_000) }, 400, 'invalid-body'],
    ['bytes that are no UTF-8', { body: Buffer.from([0x7b, 0xff, 0x7d]) }, 400, 'invalid-body'],
    ['what says that it is compressed', { body: '{}', headers: { ...toDo.headers, 'content-encoding': 'gzip' } }, 400, 'invalid-body'],
  ])('takes a JSON object and not %s', async (_, init, status, problem) => {
    const reply = await rest.ask(`/schools/${SCHOOL}/pause`, await tokenOf('operator', false), { ...toDo, ...init } as RequestInit);
    expect([reply.status, reply.json.type]).toEqual([status, `urn:uwlr-gateway:problem:${problem}`]);
  });

  test('needs a token in the header, and looks at nothing before it', async () => {
    const reply = await rest.ask(`/schools/${SCHOOL}/pause`, undefined, { ...toDo, body: '{' });
    expect(reply.status).toBe(401);
  });
});
