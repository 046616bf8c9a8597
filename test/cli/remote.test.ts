import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RestServer, startRest } from '../api/support/rest-server.js';
import { deliver, refuse } from '../api/support/school-data.js';
import { agreement, SCHOOL } from '../store/support/records.js';
import { ONE_LINE, type Outcome, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;
let rest: RestServer;
let there: string;
let stranger: Server;
let strange: string;
/** What the stranger answers, and what it was asked with. */
let reply: { status: number; body: string; headers?: Record<string, string> };
let asked: (string | undefined)[];

beforeAll(async () => {
  space = await workspace();
  rest = await startRest();
  there = new URL('/', rest.url).href;
  await deliver(rest.store, { r1: '7', r2: '8' });
  await refuse(rest.store);
  await rest.store.addAgreements([agreement('a1')], undefined);
  for (const role of ['viewer', 'administrator', 'school']) {
    const bound = role === 'school' ? {} : { school: undefined as never };
    await writeFile(space.path(role), `${await rest.token({ client: 'iemand', role, scopes: [], ...bound })}\n`);
  }
  await writeFile(space.path('wrong'), 'verzonnen-en-onbekend');
  await writeFile(space.path('none'), 'geen token\n');
  stranger = createServer((request, response) => {
    asked.push(request.headers.authorization);
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(reply.body);
  }).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  strange = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
});

afterAll(async () => {
  stranger.closeAllConnections();
  await new Promise((resolve) => stranger.close(resolve));
  await rest.stop();
  await space.remove();
});

function as(role: string, ...args: string[]): Promise<Outcome> {
  return uwlr([...args, '--remote', there, '--token-file', space.path(role)]);
}

async function shown(role: string, ...args: string[]) {
  const { code, stdout, stderr } = await as(role, ...args, '--json');
  expect([args, code, stderr]).toEqual([args, 0, '']);
  return JSON.parse(stdout);
}

describe('a gateway elsewhere', () => {
  test('lists schools and agreements as its store has them', async () => {
    const { schools, agreements } = await rest.store.directory();
    expect(await shown('viewer', 'school', 'list')).toEqual({ items: [...schools.values()] });
    expect(await shown('viewer', 'agreement', 'list')).toEqual({ items: agreements.all() });
    expect((await as('viewer', 'school', 'list')).stdout).toMatch(/^SCHOOL +NAME +ADDED +STATE\n99AB /);
    expect((await as('viewer', 'agreement', 'list')).stdout).toMatch(/^ID +SCHOOL +PARTY/);
  });

  test('lists and shows exchanges, page by page', async () => {
    const first = await shown('viewer', 'exchange', 'list', '--limit', '1', '--outcome', 'accepted');
    expect(first.items).toHaveLength(1);
    const all = await shown('viewer', 'exchange', 'list', '--school', SCHOOL);
    expect(all.items.length).toBeGreaterThan(1);
    const { id } = all.items[0];
    expect(await shown('viewer', 'exchange', 'show', id)).toEqual(all.items[0]);
    expect((await as('viewer', 'exchange', 'show', id)).stdout).toContain(id);
    const paged = await as('viewer', 'exchange', 'list', '--limit', '1');
    expect(paged.stderr).toMatch(/^More: --cursor [A-Za-z0-9_-]+\n$/);
    const cursor = paged.stderr.slice('More: --cursor '.length).trim();
    expect((await shown('viewer', 'exchange', 'list', '--limit', '1', '--cursor', cursor)).items[0].id).toBe(all.items[1].id);
  });

  test('lists results for the school, and for nobody else', async () => {
    expect((await shown('school', 'results', 'list', '--school', SCHOOL)).items).toHaveLength(2);
    expect((await as('school', 'results', 'list', '--school', SCHOOL)).stdout).toMatch(/^DATE +LEARNER/);
    const refused = await as('viewer', 'results', 'list', '--school', SCHOOL);
    expect([refused.code, refused.stderr]).toEqual([1, 'uwlr: the gateway refuses: Scope missing\n']);
  });

  test('pauses a school and lets it go on', async () => {
    const { pausedAt } = await shown('administrator', 'school', 'pause', '--school', SCHOOL);
    expect((await rest.store.directory()).schools.get(SCHOOL)?.pausedAt).toBe(pausedAt);
    expect(await shown('administrator', 'school', 'resume', '--school', SCHOOL)).toEqual({ school: SCHOOL, resumed: true });
    expect(await shown('administrator', 'school', 'resume', '--school', SCHOOL)).toEqual({ school: SCHOOL, resumed: false });
    expect((await rest.store.directory()).schools.get(SCHOOL)).not.toHaveProperty('pausedAt');
  });

  test('ends an agreement', async () => {
    const { endedAt } = await shown('administrator', 'agreement', 'end', 'a1');
    expect((await rest.store.directory()).agreements.get('a1')?.endedAt).toBe(endedAt);
    expect((await as('administrator', 'agreement', 'end', 'a1')).stdout).toBe('Ended agreement a1.\n');
  });

  test.each([
    ['is not there', 'administrator', 1, ['agreement', 'end', 'nothing']],
    ['is not there, for a school', 'administrator', 1, ['school', 'pause', '--school', '99ZZ']],
    ['belongs to another school', 'school', 1, ['school', 'pause', '--school', '99XX']],
    ['is not for this role', 'viewer', 1, ['school', 'pause', '--school', SCHOOL]],
    ['needs another cursor', 'viewer', 2, ['exchange', 'list', '--cursor', 'verzonnen']],
    ['needs a token that is known', 'wrong', 3, ['school', 'list']],
    ['needs a token', 'none', 3, ['school', 'list']],
    ['needs a file that is there', 'nowhere', 3, ['school', 'list']],
  ])('says in one line that something %s', async (_, role, expected, args) => {
    const { code, stdout, stderr } = await as(role, ...args);
    expect([code, stdout, stderr]).toEqual([expected, '', expect.stringMatching(ONE_LINE)]);
  });
});

describe('the token', () => {
  test('may be in the file that the environment names', async () => {
    const { code } = await uwlr(['school', 'list', '--remote', there], { env: { UWLR_TOKEN_FILE: space.path('viewer') } });
    expect(code).toBe(0);
  });

  test.each([
    ['plain HTTP to another machine', ['--remote', 'http://gateway.example']],
    ['an address that only begins like this machine', ['--remote', 'http://127.0.0.1.gateway.example']],
    ['another protocol', ['--remote', 'ftp://127.0.0.1']],
    ['an address with a password', ['--remote', 'https://naam:verzonnen@gateway.example']],
    ['an address with a query', ['--remote', 'https://gateway.example/?token=verzonnen']],
    ['no address', ['--insecure']],
  ])('does not go out with %s', async (_, args) => {
    const { code, stderr } = await uwlr(['school', 'list', ...args, '--token-file', space.path('viewer')]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(ONE_LINE)]);
    expect(stderr).not.toContain('verzonnen@');
  });

  test('is needed', async () => {
    const { code, stderr } = await uwlr(['school', 'list', '--remote', there]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(ONE_LINE)]);
  });

  test('does not follow a redirect', async () => {
    asked = [];
    reply = { status: 307, body: '', headers: { location: `${strange}/elsewhere` } };
    const { code } = await uwlr(['school', 'list', '--remote', strange, '--token-file', space.path('viewer')]);
    expect([code, asked.length]).toEqual([3, 1]);
  });
});

test.each([
  ['what is no gateway', { status: 200, body: '<html>' }],
  ['an error of its own', { status: 500, body: '{"title":"verzonnen fout"}' }],
  ['a problem that nobody knows', { status: 403, body: '{"type":"urn:verzonnen","detail":"verzonnen fout"}' }],
])('an answer with %s is said in words of our own', async (_, answer) => {
  asked = [];
  reply = answer;
  const { code, stderr } = await uwlr(['school', 'list', '--remote', strange, '--token-file', space.path('viewer')]);
  expect([code, stderr]).toEqual([3, expect.stringMatching(ONE_LINE)]);
  expect(stderr).not.toContain('verzonnen');
});

test('a gateway that is not there is said in one line', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  const args = ['school', 'list', '--remote', `http://127.0.0.1:${port}`, '--token-file', space.path('viewer')];
  expect(await uwlr(args)).toEqual({ code: 3, stdout: '', stderr: 'uwlr: the gateway at --remote cannot be reached (ECONNREFUSED)\n' });
});
