import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { SKIPPED_WORDS } from '../../src/api/shapes/delivery-words.js';
import { ANNOTATION_BODY } from '../../src/api/shapes/teaching/examples.js';
import { isScope } from '../../src/directory/access/scopes.js';
import type { Roster } from '../../src/model/roster/roster.js';
import { DELIVERY_STATES } from '../../src/store/outbox-store.js';
import { agreement as agreed, party, SCHOOL } from '../store/support/records.js';
import { type Planted, plantDeliveries } from '../support/planted-deliveries.js';
import { linkOf, plantDetailUrl } from './support/detail-link.js';
import { eraseTold } from './support/erased.js';
import { loadExample } from './support/example-goals.js';
import { annotationSeen, HALF_HOURS } from './support/planted-annotations.js';
import { plantSignals } from './support/planted-signals.js';
import { type RestServer, startRest } from './support/rest-server.js';
import { smallSchool, sync } from './support/roster-data.js';
import { deliver, refuse, uuid } from './support/school-data.js';
import { CLIENT, resultSeen } from './support/seen.js';

// biome-ignore-start lint/suspicious/noExplicitAny: a document of any shape is what is being checked
let document: any;
let rest: RestServer;
let token: string;
let exchange: string;
let agreement: string;
let result: string;
let signal: string;
let link: string;
let roster: Roster;
let planted: Planted;
let annotation: string;
let ajv: Ajv2020;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token({ role: 'school', scopes: [] });
  await deliver(rest.store, { r1: '7', r2: '7' });
  exchange = await deliver(rest.store, { r1: '8', r3: '8' }, { party: 'andere-uitgever', learner: 'alias-2' });
  result = await resultSeen(rest, 'r1');
  await plantDetailUrl(rest, 'linked');
  link = await linkOf(rest, 'linked');
  await refuse(rest.store);
  roster = await sync(rest, smallSchool());
  await eraseTold(rest, 'erased-1', 'erased-2');
  await rest.token();
  agreement = (await rest.store.directory()).agreements.all()[0]?.id as string;
  await rest.store.addAgreements([agreed('lasting')], undefined);
  planted = await plantDeliveries(
    rest.store,
    Array.from({ length: 8 }, (_, at) => uuid(`sent ${at}`)),
  );
  await rest.store.addParty(party('VERZONNEN-EA'));
  await plantSignals(rest, { s1: 'alias-1', s2: 'alias-2' });
  signal = await resultSeen(rest, 's1');
  await loadExample(rest.store);
  await annotationSeen(rest, { school: SCHOOL, client: CLIENT, author: 't-g1', learner: 'p1' });
  await annotationSeen(rest, { school: SCHOOL, client: CLIENT, author: 't-g1', learner: 'p1', goal: HALF_HOURS });
  annotation = await annotationSeen(rest, { school: SCHOOL, client: CLIENT, author: 't-g2', learner: 'p1' });
  document = (await rest.ask('/openapi.json')).json;
  ajv = new Ajv2020({ allErrors: true, strictRequired: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'components.json', $defs: rooted(document.components.schemas) });
});
afterAll(() => rest.stop());

/** A validator for a schema of the document. */
function validator(schema: any): ValidateFunction {
  return ajv.compile(rooted(schema));
}

function rooted(schema: any): any {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"components.json#/$defs/'));
}

/** Every object in the document, with the way to it. */
function* objects(node: any, path: readonly string[] = []): Generator<{ readonly node: any; readonly path: readonly string[] }> {
  if (typeof node !== 'object' || node === null) return;
  yield { node, path };
  for (const [key, value] of Object.entries(node)) yield* objects(value, [...path, key]);
}

/** What can be read, and with `every` also what can be done. */
function operations(every = false): { path: string; operation: any; method: string }[] {
  return Object.entries<any>(document.paths).flatMap(([path, item]) =>
    Object.entries<any>(item).flatMap(([method, operation]) => (every || method === 'get' ? [{ path, operation, method }] : [])),
  );
}

/** A token with just this scope; what no client is given, somebody of the school has. */
function tokenWith(scopes: readonly string[]): Promise<string> {
  return rest.token(scopes.every(isScope) ? { scopes } : { role: 'school', scopes: [] });
}

const toDo = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
/** Where results and signals are posted, with the body that is its example. */
const isPosting = (operation: any) => operation.operationId === 'postResults' || operation.operationId === 'postSignals';
/** About somebody who is there, in the place of the learner and the teacher of the examples. */
const exampleOf = (operation: any): string =>
  JSON.stringify(operation.requestBody.content['application/json'].example)
    .replaceAll(ANNOTATION_BODY.learner, String(idOf['learners']?.()))
    .replaceAll(ANNOTATION_BODY.author, String(idOf['teachers']?.()));
const posting = (operation: any) => ({
  ...toDo,
  body: exampleOf(operation),
  headers: { ...toDo.headers, 'idempotency-key': randomUUID() },
});

/** What the document shows as the body of what is done. */
const shownBody = (operation: any) => ({ ...toDo, body: exampleOf(operation) });

const idOf: Record<string, () => string | undefined> = {
  goals: () => '30789c91-5b39-4780-98f3-a1bd6af2d808',
  results: () => result,
  links: () => link,
  exchanges: () => exchange,
  learners: () => roster.learners[0]?.id,
  groups: () => roster.groups[0]?.id,
  teachers: () => roster.teachers[0]?.id,
  schools: () => SCHOOL,
  parties: () => 'verzonnen-uitgever',
  agreements: () => agreement,
  deliveries: () => planted.delivered,
  signals: () => signal,
  annotations: () => annotation,
};
const filled = (template: string) => filledId(template.replace('{goal}', String(idOf['goals']?.())));
const filledId = (path: string) =>
  // What was ended cannot be replaced.
  path.endsWith('/replace') ? path.replace('{id}', 'lasting') : path.replace('{id}', () => String(idOf[path.split('/')[1] as string]?.()));
const resolved = (ref: string): any =>
  ref
    .slice(2)
    .split('/')
    .reduce((node, key) => node?.[key], document);

describe('the OpenAPI document', () => {
  test('is for everyone, and names the place where it was found', async () => {
    const { status, headers, json } = await rest.ask('/openapi.json');
    expect([status, headers.get('content-type'), json.openapi]).toEqual([200, 'application/json; charset=utf-8', '3.1.1']);
    expect(json.servers).toEqual([{ url: '/api/v1' }]);
  });

  test('has references that lead somewhere, and no part that nothing refers to', () => {
    const refs = new Set([...objects(document)].flatMap(({ node }) => (typeof node.$ref === 'string' ? [node.$ref] : [])));
    for (const ref of refs) expect([ref, typeof resolved(ref)]).toEqual([ref, 'object']);
    for (const group of ['schemas', 'responses']) {
      for (const name of Object.keys(document.components[group])) {
        expect([...refs].filter((ref) => `${ref}/`.startsWith(`#/components/${group}/${name}/`))).not.toEqual([]);
      }
    }
  });

  test('gives each operation a name of its own, its parameters, and a text for each response', () => {
    const names = operations(true).map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { path, operation } of operations(true)) {
      const templated = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect((operation.parameters ?? []).filter((one: any) => one.in === 'path').map((one: any) => one.name)).toEqual(templated);
      for (const [status, response] of Object.entries<any>(operation.responses)) {
        const { description } = response.$ref === undefined ? response : resolved(response.$ref);
        expect([path, status, typeof description]).toEqual([path, status, 'string']);
      }
    }
  });

  test('asks for a token that it describes, with the scope that the path asks for', async () => {
    for (const { path, operation, method } of operations(true)) {
      if (path === '/openapi.json') expect(operation.security).toEqual([]);
      else {
        for (const alternative of operation.security) {
          const [[name, scopes]] = Object.entries<any>(alternative) as any;
          const { type, flows } = document.components.securitySchemes[name];
          if (type === 'oauth2') {
            expect(Object.keys(flows.clientCredentials.scopes)).toEqual(expect.arrayContaining(scopes));
            continue;
          }
          expect(document.components.securitySchemes[name]).toMatchObject({ type: 'http', scheme: 'bearer' });
          const init = isPosting(operation) ? posting(operation) : method === 'post' ? shownBody(operation) : {};
          const reply = await rest.ask(filled(path), await tokenWith(scopes), init);
          expect([path, reply.status]).toEqual([path, isPosting(operation) ? 201 : 200]);
        }
      }
    }
  });

  test('has examples that fit their schemas', () => {
    let examples = 0;
    for (const { node, path } of objects(document)) {
      const values = [node.example, ...Object.values<any>(node.examples ?? {}).map((example) => example.value)].filter(
        (value) => value !== undefined,
      );
      if (node.schema === undefined) continue;
      const validate = validator(node.schema);
      for (const value of values) {
        examples += 1;
        expect([path, validate(value), validate.errors]).toEqual([path, true, null]);
      }
    }
    expect(examples).toBeGreaterThan(15);
  });
});

test('what is documented holds no number but facts about messages, deliveries, rosters, revisions and what was read', () => {
  const numbers = [...objects(document.components.schemas)].flatMap(({ node, path }) =>
    ['number', 'integer'].includes(node.type) ? [`${path[0]}.${path.at(-1)}`] : [],
  );
  expect(numbers.sort()).toEqual(
    [
      ...[
        'Assessment.revision',
        'AuditEntry.additionalProperties',
        'AuditEntry.seq',
        'Exchange.column',
        'Exchange.count',
        'Exchange.decodedBytes',
        'Exchange.durationMs',
      ],
      ...['Delivery.attempts', 'Delivery.revision', 'DeliveryDetail.attempts', 'DeliveryDetail.number', 'DeliveryDetail.revision'],
      ...['DeliveryDetail.size', 'DeliveryDetail.status', 'DeliveryChange.additionalProperties', 'DeliveryChange.changed'],
      ...Object.keys(SKIPPED_WORDS).map((why) => `DeliveryChange.${why}`),
      ...['TargetStatus.failures', ...DELIVERY_STATES.map((state) => `TargetStatus.${state}`)],
      ...['Exchange.findingCount', 'Exchange.learnerCount', 'Exchange.line', 'Exchange.resultCount', 'Exchange.wireBytes'],
      ...[
        'GroupList.revision',
        'LearnerList.revision',
        'MembershipList.revision',
        'Problem.status',
        'Result.revision',
        // Of a result, and of a signal.
        'Result.revision',
        'Result.supersedes',
      ],
      ...['Roster.groupCount', 'Roster.learnerCount', 'Roster.revision', 'Roster.teacherCount', 'TeacherList.revision'],
      ...['items', 'items', 'results', 'results', 'seconds', 'seconds'].map((count) => `GoalReport.${count}`),
      ...['TakenResults.revised', 'TakenResults.stored', 'Signal.revision', 'SignalTally.signals'],
      ...['raised', 'revised', 'superseded', 'withdrawn', 'repeated'].map((what) => `TakenSignals.${what}`),
      // Of one source each: how many results there are, and what that source says of items and time.
      ...['LearnerGoal.items', 'LearnerGoal.results', 'LearnerGoal.seconds', 'ResultsWithoutGoal.results', 'SourceTouch.results'],
      'UnmatchedLearner.resultCount',
    ].sort(),
  );
});

test('what can be done answers as its schema says, and refuses what is no object', async () => {
  const done = operations(true).filter(({ method, operation }) => method === 'post' && !isPosting(operation));
  expect(done.length).toBeGreaterThan(2);
  for (const { path, operation } of done) {
    const { status, headers, json } = await rest.ask(filled(path), token, shownBody(operation));
    expect([path, status, headers.get('cache-control'), headers.get('etag')]).toEqual([path, 200, 'no-store', null]);
    const validate = validator(operation.responses[200].content['application/json'].schema);
    expect([path, validate(json), validate.errors]).toEqual([path, true, null]);
    expect((await rest.ask(filled(path), token, { ...toDo, body: '{"x":1}' })).status).toBe(400);
    expect((await rest.ask(filled(path), token, { method: 'DELETE' })).headers.get('allow')).toMatch(/(^|, )POST$/);
  }
});

test('results that are posted are answered as the schema says', async () => {
  const { operation } = operations(true).find((one) => isPosting(one.operation)) as { operation: any };
  const secret = await rest.token({ client: 'aanleveraar' });
  for (const status of [201, 200]) {
    const reply = await rest.ask('/results', secret, posting(operation));
    const validate = validator(operation.responses[status].content['application/json'].schema);
    expect([reply.status, reply.headers.get('cache-control'), validate(reply.json), validate.errors]).toEqual([
      status,
      'no-store',
      true,
      null,
    ]);
  }
  const { json } = await rest.ask('/results', secret, { ...posting(operation), body: '{"results":[{}]}' });
  const problem = validator(document.components.schemas.Problem);
  expect([problem(json), problem.errors, json.errors.length]).toEqual([true, null, 2]);
});

test('signals that are posted are answered as the schema says', async () => {
  const { operation } = operations(true).find((one) => one.operation.operationId === 'postSignals') as { operation: any };
  const secret = await rest.token({ client: 'aanleveraar' });
  for (const status of [201, 200]) {
    const reply = await rest.ask('/signals', secret, posting(operation));
    const validate = validator(operation.responses[status].content['application/json'].schema);
    expect([reply.status, validate(reply.json), validate.errors]).toEqual([status, true, null]);
  }
  const { json } = await rest.ask('/signals', secret, { ...posting(operation), body: '{"signals":[{"kind":"SLOW"}]}' });
  const problem = validator(document.components.schemas.Problem);
  expect([problem(json), problem.errors, json.errors.length]).toEqual([true, null, 5]);
});

describe('every path', () => {
  test('answers as its schema says', async () => {
    for (const { path, operation } of operations()) {
      const { status, json } = await rest.ask(filled(path), token);
      expect([path, status]).toEqual([path, 200]);
      const validate = validator(operation.responses[200].content['application/json'].schema);
      expect([path, validate(json), validate.errors]).toEqual([path, true, null]);
      expect(operation.responses[200].headers).toHaveProperty('ETag');
    }
  });

  test('takes every parameter that is documented, and says so of what it refuses', async () => {
    const problem = validator(document.components.schemas.Problem);
    for (const { path: template, operation } of operations()) {
      const path = filled(template);
      for (const { name, schema, example } of (operation.parameters ?? []).filter((one: any) => one.in === 'query')) {
        const value =
          name === 'cursor' ? (await rest.ask(`${path}?limit=1`, token)).json.next : (example ?? schema.default ?? schema.enum[0]);
        const { status } = await rest.ask(`${path}?${name}=${encodeURIComponent(value)}`, token);
        expect([path, name, status]).toEqual([path, name, 200]);
      }
      for (const reply of [
        await rest.ask(`${path}?nonsense=1`, token),
        await rest.ask(path, token, { method: 'POST' }),
        await rest.ask(`${path}/x/y`),
      ]) {
        expect([path, problem(reply.json), problem.errors]).toEqual([path, true, null]);
      }
    }
  });

  test('reads a parameter as its schema says', async () => {
    for (const { path: template, operation } of operations()) {
      const path = filled(template);
      for (const { name, schema } of (operation.parameters ?? []).filter((one: any) => one.in === 'query')) {
        const { minimum, maximum, maxLength } = schema;
        const outside = [
          minimum && minimum - 1,
          maximum && maximum + 1,
          maxLength && 'x'.repeat(maxLength + 1),
          ...(schema.enum ? ['other'] : []),
        ];
        const inside = [minimum, maximum, ...(name === 'school' ? [] : [maxLength && 'x'.repeat(maxLength)]), ...(schema.enum ?? [])];
        for (const value of outside.filter((one) => one !== undefined)) {
          expect([path, name, value, (await rest.ask(`${path}?${name}=${value}`, token)).status]).toEqual([path, name, value, 400]);
        }
        for (const value of inside.filter((one) => one !== undefined)) {
          expect([path, name, value, (await rest.ask(`${path}?${name}=${value}`, token)).status]).toEqual([path, name, value, 200]);
        }
      }
    }
  });
});

test('no shape that is documented has the ending of a national number, and only shapes with identities have what names somebody', () => {
  const { schemas } = document.components;
  expect(JSON.stringify(document)).not.toContain('numberEnding');
  for (const [name, properties] of [
    ['PseudonymousLearner', ['combinedGroups', 'group', 'id', 'yearGroup']],
    ['PseudonymousGroup', ['id', 'kind', 'name', 'yearGroup']],
    ['PseudonymousTeacher', ['groups', 'id']],
    ['Membership', ['group', 'member', 'memberKind', 'since', 'until']],
    ['UnmatchedLearner', ['learner', 'resultCount']],
    ['ErasedLearner', ['erasedOn', 'learner']],
  ] as const) {
    expect([name, Object.keys(schemas[name].properties).sort(), schemas[name].additionalProperties]).toEqual([name, properties, false]);
  }
  expect(JSON.stringify(schemas.PseudonymousTeacher)).not.toMatch(/description":\{|\$ref/);
});

test('addresses begin with the public URL when there is one', async () => {
  const published = await startRest({ publicUrl: 'https://gateway.example/uwlr' });
  await deliver(published.store, { r1: '7', r2: '7' });
  const { headers, json } = await published.ask('/results?limit=1', await published.token());
  expect(headers.get('link')).toBe(`<https://gateway.example/uwlr/api/v1/results?limit=1&cursor=${json.next}>; rel="next"`);
  expect((await published.ask('/openapi.json')).json.servers).toEqual([{ url: 'https://gateway.example/uwlr/api/v1' }]);
  await published.stop();
});
// biome-ignore-end lint/suspicious/noExplicitAny: a document of any shape is what is being checked
