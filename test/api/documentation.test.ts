import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { agreeOnReading } from '../../src/admin/credentials/agree-on-reading.js';
import { ENDPOINTS } from '../../src/api/endpoints/endpoints.js';
import { TOKEN_PATH } from '../../src/api/http/mount.js';
import { PROBLEMS, problemUrn } from '../../src/api/http/problems.js';
import { named } from '../../src/api/open-api/open-api.js';
import { PROBLEM_NAMES, PROBLEM_SCHEMA } from '../../src/api/shapes/problem-schema.js';
import { GROUPS, LEARNERS, TEACHERS } from '../../src/api/shapes/roster-views.js';
import { DUTIES, ROLE_NAMES, ROLES } from '../../src/directory/access/roles.js';
import { READING_SCOPES, SCOPES } from '../../src/directory/access/scopes.js';
import { agreement, party, SCHOOL } from '../store/support/records.js';
import { plantDeliveries } from '../support/planted-deliveries.js';
import { linkOf, plantDetailUrl } from './support/detail-link.js';
import { loadExample } from './support/example-goals.js';
import { plantSignals } from './support/planted-signals.js';
import { postResults } from './support/posted.js';
import { postSignals } from './support/posted-signals.js';
import { type RestServer, startRest } from './support/rest-server.js';
import { smallSchool, sync } from './support/roster-data.js';
import { deliver, uuid } from './support/school-data.js';
import { resultSeen } from './support/seen.js';

const PAGE = readFileSync(new URL('../../docs/rest.md', import.meta.url), 'utf8');

let rest: RestServer;
let token: string;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token();
});
afterAll(() => rest.stop());

function blocks(language: string): string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1] as string);
}

/** What docs/rest.md calls `results.json`. */
function documentedResults(): string {
  return blocks('json').find((block) => block.includes('schoolYear')) as string;
}

/** What docs/rest.md calls `signals.json`. */
function documentedSignals(): string {
  return blocks('json').find((block) => block.includes('raisedAt')) as string;
}

/** What docs/rest.md calls `annotation.json`, about somebody who is there. */
function documentedAnnotation(values: Record<string, string>): string {
  const block = blocks('json').find((one) => one.includes('"workingOn"') && one.includes('"author"')) as string;
  return JSON.stringify({ ...JSON.parse(block), learner: values['PUPIL'], author: values['TEACHER'] });
}

function posted(body: string): RequestInit {
  return { method: 'POST', body, headers: { 'content-type': 'application/json' } };
}

test('every request of docs/rest.md is answered', async () => {
  const exchange = await deliver(rest.store, { r1: '7', r2: '7', r3: '7' });
  const { next: NEXT } = (await rest.ask('/results?limit=2', token)).json;
  const { id: RESULT, learner: LEARNER, source } = (await rest.ask(`/results/${await resultSeen(rest, 'r1')}`, token)).json;
  const { learners, groups, teachers } = await sync(rest, smallSchool());
  const [PUPIL, GROUP, TEACHER] = [learners, groups, teachers].map((all) => all[0]?.id) as [string, string, string];
  const person = (role: string) => rest.token({ role, scopes: [] });
  const tokens: Record<string, string> = {
    TOKEN: token,
    OPERATOR: await person('operator'),
    ADMINISTRATOR: await person('administrator'),
    SCHOOLTOKEN: await person('school'),
  };
  await rest.store.addParty(party('uitgever'));
  await plantSignals(rest, { s1: 'alias-1' });
  await rest.store.addAgreements([agreement('documented')], undefined);
  const planted = await plantDeliveries(
    rest.store,
    Array.from({ length: 8 }, (_, at) => uuid(`sent ${at}`)),
  );
  await plantDetailUrl(rest, 'linked');
  const values: Record<string, string> = {
    LINK: await linkOf(rest, 'linked'),
    DELIVERY: planted.dead,
    SCHOOL,
    AGREEMENT: 'documented',
    PUPIL,
    GROUP,
    TEACHER,
    RESULT,
    LEARNER,
    PARTY: source.party,
    EXCHANGE: exchange,
    SIGNAL: await resultSeen(rest, 's1'),
    NEXT,
    GOAL: '30789c91-5b39-4780-98f3-a1bd6af2d808',
  };
  await loadExample(rest.store);
  const requests = blocks('sh').flatMap((block) => block.split('\n').filter((line) => line.startsWith('curl') && line.includes('$UWLR')));
  expect(requests.length).toBeGreaterThan(ENDPOINTS.length);
  for (const request of requests) {
    const path = /"\$UWLR(\/[^"]*)"$/.exec(request)?.[1]?.replace(/\$([A-Z]+)/g, (_, name: string) => values[name] ?? '');
    const asks = tokens[/Bearer \$([A-Z]+)/.exec(request)?.[1] ?? ''];
    const body = / -d '([^']*)'/.exec(request)?.[1];
    const sent: RequestInit = body === undefined ? {} : posted(body);
    const results = request.includes(' -d @results.json');
    const signals = request.includes(' -d @signals.json');
    if (request.includes(' -d @annotation.json')) Object.assign(sent, posted(documentedAnnotation(values)));
    const reply = results
      ? await postResults(rest, asks, documentedResults())
      : signals
        ? await postSignals(rest, asks, documentedSignals())
        : await rest.ask(path ?? '', asks, sent);
    expect([request, reply.status]).toEqual([request, results || signals ? 201 : 200]);
    if (request.includes(' -d @annotation.json')) values['ANNOTATION'] = reply.json.id;
  }
});

test('the program of docs/rest.md keeps up with what arrives', async () => {
  const readNew = new Function(`${blocks('js').join('\n')}; return readNew;`)();
  const own = await startRest();
  const secret = await own.token();
  const taken: string[] = [];
  const take = ({ values }: { values: [{ value: string }] }) => taken.push(values[0].value);
  let since = await readNew(own.url, secret, '2000-01-01T00:00:00Z', take);
  expect(taken).toEqual([]);
  await deliver(own.store, Object.fromEntries(Array.from({ length: 1100 }, (_, index) => [`r${index}`, `first ${index}`])));
  since = await readNew(own.url, secret, since, take);
  expect(taken).toHaveLength(1100);
  await deliver(own.store, { r1: 'second 1', new: 'second 2' });
  await readNew(own.url, secret, since, take);
  expect(new Set(taken).size).toBe(1102);
  await own.stop();
});

test('docs/rest.md lists every problem, scope and path as it is', () => {
  const rows = PROBLEM_NAMES.map((name) => {
    const { status, title, detail } = PROBLEMS[name];
    return `| \`${problemUrn(name)}\` | ${status} | ${title} | ${detail} |`;
  });
  expect(PAGE.split('\n').filter((line) => line.includes('| `urn:'))).toEqual(rows);
  for (const scope of [...SCOPES, ...DUTIES]) {
    const written = (endpoints: typeof ENDPOINTS) => endpoints.map((endpoint) => `\`${named(endpoint)}\``).join(', ');
    const paths = written(ENDPOINTS.filter(({ scopes }) => scopes.includes(scope)));
    const identities = written(ENDPOINTS.filter((endpoint) => endpoint.identities === scope));
    // The tables of learning goals are there before their paths are.
    if (paths === '' && identities === '') continue;
    expect(PAGE).toContain(`| \`${scope}\` | ${paths || `\`identities=true\` at ${identities}`} |`);
  }
});

test('docs/rest.md says what each role may do', () => {
  for (const name of ROLE_NAMES) {
    const { description, permissions } = ROLES[name];
    const all = name === 'school' ? 'all, including those for clients that read' : permissions.map((scope) => `\`${scope}\``).join(', ');
    expect(PAGE).toContain(`| \`${name}\` | ${description} | ${all} |`);
  }
  expect(ROLES.school.permissions).toEqual([...READING_SCOPES, ...DUTIES]);
});

test.each([
  ['learner', LEARNERS],
  ['group', GROUPS],
  ['teacher', TEACHERS],
] as const)('docs/rest.md says what is shown of a %s', (name, { pseudonymous, identified }) => {
  const [, , always, asked] = (PAGE.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? '').split('|');
  const names = (cell: string | undefined) => [...(cell ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1]);
  expect(names(always)).toEqual(Object.keys(pseudonymous));
  expect(names(asked)).toEqual(Object.keys(identified).filter((property) => !(property in pseudonymous)));
});

test('every way in which docs/rest.md gets a token works, and gives what it shows', async () => {
  const own = await startRest();
  await agreeOnReading(own.store, { client: 'dashboard', school: SCHOOL, scopes: ['results:read'] }, '2026-01-01T00:00:00.000Z');
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const key = { party: 'dashboard', from: '2026-01-01T00:00:00.000Z' };
  const value = JSON.stringify(await exportJWK(publicKey));
  await own.store.addClientKey({ ...key, id: 'k1', kind: 'secret', value: own.keyring.hashClientSecret('verzonnen') });
  await own.store.addClientKey({ ...key, id: 'k2', kind: 'jwk', value });
  const endpoint = new URL(TOKEN_PATH, own.url).href;
  const exp = Math.floor(Date.parse('2026-10-01T08:01:00Z') / 1000);
  const claims = { iss: 'dashboard', sub: 'dashboard', aud: endpoint, jti: 'verzonnen', exp };
  const ASSERTION = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
  const values: Record<string, string> = { CLIENT: 'dashboard', SECRET: 'verzonnen', ASSERTION };
  const requests = blocks('sh').flatMap((block) => block.split('\n').filter((line) => line.endsWith(`${TOKEN_PATH}"`)));
  expect(requests).toHaveLength(3);
  const shown = JSON.parse(blocks('json').find((block) => block.includes('access_token')) as string);
  for (const request of requests) {
    const filled = request.replace(/\$([A-Z]+)/g, (_, name: string) => values[name] ?? '');
    const body = [...filled.matchAll(/ -d "?([^" ]+)"?/g)].map((match) => match[1]).join('&');
    const user = / -u "([^"]+)"/.exec(filled)?.[1];
    const headers = user === undefined ? {} : { authorization: `Basic ${Buffer.from(user).toString('base64')}` };
    const response = await fetch(endpoint, { method: 'POST', body: new URLSearchParams(body), headers });
    expect([request, response.status, await response.json()]).toEqual([request, 200, { ...shown, access_token: expect.any(String) }]);
  }
  await own.stop();
});

test('the problem that docs/rest.md shows is one that goes out', async () => {
  const shown = JSON.parse(blocks('json').find((block) => block.includes('"parameters"')) as string);
  const { json } = await rest.ask('/results?limit=0', token);
  expect(shown).toEqual({ ...json, requestId: shown.requestId });
  const [refused] = blocks('json')
    .filter((block) => block.includes('"pointer"'))
    .map((block) => JSON.parse(block));
  const posted = await postResults(rest, token, { ...JSON.parse(documentedResults()), schoolYear: undefined });
  expect(refused).toEqual({ ...posted.json, requestId: refused.requestId });
  expect([...Object.keys(shown), 'errors']).toEqual(Object.keys(PROBLEM_SCHEMA['properties'] as object));
});
