import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { localTime } from '../../src/cli/terminal/local-time.js';
import { schoolYearAt } from '../../src/model/school-year.js';
import { edexml } from './support/roster-text.js';
import { json, ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

interface Listed {
  readonly items: readonly Record<string, unknown>[];
}

let space: Workspace;
let data: string;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  await json(['school', 'add', '--brin', '99AB', '--name', 'De Proef', '--data', data]);
  await json(['school', 'add', '--brin', '99AC', '--dependance', '01', '--name', 'De Locatie', '--data', data]);
  await json(['party', 'add', '--klantcode', 'DEMO', '--klantnaam', 'Verzonnen EA', '--role', 'ea', '--data', data]);
});

afterAll(() => space.remove());

/** Everything in the data directory, as text that can be searched. */
async function contents(): Promise<string> {
  const files = await readdir(data);
  const texts = await Promise.all(files.filter((file) => file !== 'secret').map((file) => readFile(path.join(data, file), 'latin1')));
  return texts.join('\n');
}

const AGREEMENT = ['agreement', 'add', '--party', 'DEMO', '--exchange', 'leerresultaten', '--purpose', 'Dashboard'];

describe('another secret than the data directory was made with', () => {
  test.each([
    ['a school', ['school', 'add', '--brin', '99AD', '--name', 'N']],
    ['an agreement', [...AGREEMENT, '--school', '99AB']],
    ['a token', ['token', 'add', '--client', 'N', '--school', '99AB', '--scope', 'results:read']],
  ])('keeps %s from being added, for it would be of no use', async (_what, args) => {
    const { code, stderr } = await uwlr([...args, '--data', data], { env: { UWLR_SECRET: 'een-ander-geheim-van-meer-dan-32-tekens' } });
    expect({ code, stderr }).toEqual({ code: 3, stderr: 'uwlr: the secret is not the one that this store was made with\n' });
  });
});

describe('school', () => {
  test('is known by BRIN and location, or by an agreed key', async () => {
    expect(await json(['school', 'add', '--schoolkey', 'zonder-brin,1', '--name', 'Particulier', '--data', data])).toMatchObject({
      id: 'schoolkey:zonder-brin,1',
    });
    const { items } = await json<Listed>(['school', 'list', '--data', data]);
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(['99AB', '99AC-01', 'schoolkey:zonder-brin,1']));
  });

  test('that is there already, also when it is written with location 00, is refused', async () => {
    const { code, stderr } = await uwlr(['school', 'add', '--brin', '99AB', '--dependance', '00', '--name', 'Nog eens', '--data', data]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'uwlr: school 99AB already exists\n' });
  });

  test.each([
    ['no identification', []],
    ['a BRIN in small letters', ['--brin', '99ab']],
    ['a location in the BRIN', ['--brin', '99AB01']],
    ['a location of one digit', ['--brin', '99AB', '--dependance', '1']],
    ['two identifications', ['--brin', '99AB', '--schoolkey', 'k']],
  ])('with %s is wrong usage', async (_what, args) => {
    const { code, stderr } = await uwlr(['school', 'add', '--name', 'N', '--data', data, ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(ONE_LINE);
  });
});

describe('party', () => {
  test('keeps what it was added with', async () => {
    const args = ['--endpoint', 'https://las.example/uwlr', '--policy', 'tolerant', '--uwlr-version', '2.1', '--accept-stale'];
    const added = await json([
      'party',
      'add',
      '--klantcode',
      'LAS1',
      '--klantnaam',
      'Verzonnen LAS',
      '--role',
      'las',
      ...args,
      '--data',
      data,
    ]);
    const expected = {
      klantcode: 'LAS1',
      role: 'las',
      endpoint: 'https://las.example/uwlr',
      policy: 'tolerant',
      version: '2.1',
      acceptStale: true,
    };
    expect(added).toMatchObject(expected);
    const { items } = await json<Listed>(['party', 'list', '--data', data]);
    expect(items.find(({ klantcode }) => klantcode === 'LAS1')).toMatchObject(expected);
    expect(items.find(({ klantcode }) => klantcode === 'DEMO')).toMatchObject({ policy: 'strict', acceptStale: false });
  });

  test('that is there already is refused', async () => {
    const { code, stderr } = await uwlr(['party', 'add', '--klantcode', 'DEMO', '--klantnaam', 'Anders', '--role', 'ea', '--data', data]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'uwlr: party DEMO already exists\n' });
  });
});

/** There is one agreement at a time. */
async function endAgreements(): Promise<void> {
  const { items } = await json<Listed>(['agreement', 'list', '--data', data]);
  for (const { id, endedAt } of items) if (endedAt === undefined) await uwlr(['agreement', 'end', String(id), '--data', data]);
}

describe('agreement', () => {
  beforeEach(endAgreements);

  test('over several schools is one for each, with one key that is shown once and kept as a hash only', async () => {
    const { agreements, autorisatiesleutel } = await json<{ agreements: Record<string, unknown>[]; autorisatiesleutel: string }>([
      ...AGREEMENT,
      ...['--school', '99AB,99AC-01', '--data', data],
    ]);
    expect(agreements.map(({ school }) => school)).toEqual(['99AB', '99AC-01']);
    expect(agreements[0]).toMatchObject({ party: 'DEMO', exchanges: ['leerresultaten'], profile: 'resultaten', infourl: { keep: 'none' } });
    expect(autorisatiesleutel).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{31,63}$/);
    expect(await contents()).not.toContain(autorisatiesleutel);
    const listed = await uwlr(['agreement', 'list', '--data', data]);
    expect(listed.stdout).toContain('in force');
    expect(listed.stdout).not.toContain(autorisatiesleutel);
  });

  test('takes a key that was agreed on, also from standard input, and does not repeat it', async () => {
    const given = 'afgesproken-sleutel-0042';
    for (const [flag, input] of [[['--key', given]], [['--key-file', '-'], `${given}\n`]] as const) {
      await endAgreements();
      const { code, stdout, stderr } = await uwlr(
        [...AGREEMENT, '--school', '99AB', '--data', data, ...flag],
        input === undefined ? {} : { input },
      );
      expect(code).toBe(0);
      expect(stdout + stderr).not.toContain(given);
    }
    expect(await contents()).not.toContain(given);
  });

  test('keeps the fields that it names, and says which others messages cannot do without', async () => {
    const named = ['--exchange', 'leerlinggegevens', '--profile', 'smalle-set@2.3', '--fields', 'leerling/roepnaam, leerling/eckid'];
    const parties = ['--party', 'DEMO', '--school', '99AB', '--purpose', 'Dashboard'];
    const { code, stdout, stderr } = await uwlr(['agreement', 'add', ...parties, ...named, '--data', data, '--json']);
    expect(code).toBe(0);
    expect(stderr).toContain(
      'Note: UWLR requires these fields, so they are on the list too: leerling/key; the fields of the school are always included.\n',
    );
    const { agreements } = JSON.parse(stdout) as { agreements: { id: string; profile: string; fields: string[] }[] };
    expect(agreements[0]).toMatchObject({ profile: 'smalle-set@2.3' });
    const ofPupils = agreements[0]?.fields.filter((path) => path.includes('/leerling/')).map((path) => path.split('/').at(-1));
    expect(ofPupils?.sort()).toEqual(['@eckid', '@key', 'roepnaam']);
    const { items } = await json<Listed>(['agreement', 'list', '--data', data]);
    expect(items.find(({ id }) => id === agreements[0]?.id)).toEqual(agreements[0]);
    await uwlr(['agreement', 'end', agreements[0]?.id as string, '--data', data]);
  });

  test('keeps its term, in UTC, and what is allowed of infourl', async () => {
    const term = ['--from', '2026-08-01', '--until', '2027-08-01T12:00:00+02:00', '--infourl', 'hosts:a.example,B.example'];
    const { agreements } = await json<{ agreements: unknown[] }>([...AGREEMENT, '--school', '99AB', '--data', data, ...term]);
    expect(agreements[0]).toMatchObject({
      from: '2026-07-31T22:00:00.000Z',
      until: '2027-08-01T10:00:00.000Z',
      infourl: { keep: 'hosts', hosts: ['a.example', 'b.example'] },
    });
  });

  test('ends once it is ended', async () => {
    const { agreements } = await json<{ agreements: { id: string }[] }>([...AGREEMENT, '--school', '99AC-01', '--data', data]);
    const id = agreements[0]?.id as string;
    expect(await uwlr(['agreement', 'end', id, '--data', data])).toMatchObject({ code: 0, stdout: `Ended agreement ${id}.\n` });
    const { items } = await json<Listed>(['agreement', 'list', '--data', data]);
    expect(items.find((item) => item['id'] === id)).toHaveProperty('endedAt');
    expect(await uwlr(['agreement', 'end', 'nergens', '--data', data])).toMatchObject({
      code: 1,
      stderr: 'uwlr: there is no agreement with this id\n',
    });
  });

  test.each([
    ['an unknown school', 1, ['--school', '99ZZ']],
    ['an unknown party', 1, ['--school', '99AB', '--party', 'NIEMAND']],
    ['something that is no school', 2, ['--school', 'Amsterdam']],
    ['an unknown exchange', 2, ['--school', '99AB', '--exchange', 'alles']],
    ['pupil data without a profile', 2, ['--school', '99AB', '--exchange', 'leerlinggegevens']],
    ['pupil data under the profile of results', 2, ['--school', '99AB', '--exchange', 'leerlinggegevens', '--profile', 'resultaten']],
    ['a profile of no version', 2, ['--school', '99AB', '--exchange', 'leerlinggegevens', '--profile', 'smalle-set@9.9']],
    ['a list of its own that is not there', 2, ['--school', '99AB', '--exchange', 'leerlinggegevens', '--profile', 'custom']],
    ['a list of its own for results', 2, ['--school', '99AB', '--profile', 'custom', '--fields', 'score']],
    ['everything for a list', 2, ['--school', '99AB', '--fields', 'all']],
    ['a field that is none', 2, ['--school', '99AB', '--fields', 'score,puntje']],
    ['an end before its beginning', 2, ['--school', '99AB', '--from', '2027-01-01', '--until', '2026-01-01']],
    ['a date that is none', 2, ['--school', '99AB', '--from', '2026-02-30']],
    ['two keys', 2, ['--school', '99AB', '--key', 'een', '--key-file', 'twee']],
    ['a rule for infourl that is none', 2, ['--school', '99AB', '--infourl', 'hosts:']],
  ])('with %s is refused with exit code %d', async (_what, expected, args) => {
    const before = await json<Listed>(['agreement', 'list', '--data', data]);
    const { code, stderr } = await uwlr([...AGREEMENT, '--data', data, ...args]);
    expect(code).toBe(expected);
    expect(stderr).toMatch(ONE_LINE);
    expect(await json<Listed>(['agreement', 'list', '--data', data])).toEqual(before);
  });
});

describe('token', () => {
  test('is shown once and kept as a hash only', async () => {
    const args = ['token', 'add', '--client', 'Dashboard', '--school', '99AB', '--scope', 'results:read,exchanges:read', '--data', data];
    const shown = await json<{ token: string }>(args);
    expect(Object.keys(shown)).toEqual(['id', 'token', 'agreement']);
    expect(shown.token).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{31,63}$/);
    expect(await contents()).not.toContain(shown.token);
    const { items } = await json<Listed>(['token', 'list', '--data', data]);
    expect(items[0]).toMatchObject({ client: 'Dashboard', school: '99AB', scopes: ['results:read', 'exchanges:read'] });
    expect(items[0]).not.toHaveProperty('hash');
  });

  test('of a client comes with the party and the agreement under which it reads, made once', async () => {
    const args = ['token', 'add', '--client', 'Leesbord', '--school', '99AB', '--scope', 'results:read', '--data', data];
    const until = '2099-01-01T00:00:00.000Z';
    const first = await uwlr([...args, '--purpose', 'Resultaten bespreken', '--until', until]);
    expect([first.code, first.stderr]).toEqual([
      0,
      expect.stringMatching(/^Made agreement [0-9a-f-]{36}: it lets Leesbord read data of school 99AB\./),
    ]);
    expect((await uwlr([...args, '--until', until])).stderr).not.toContain('Made agreement');
    const { items: parties } = await json<Listed>(['party', 'list', '--data', data]);
    expect(parties.filter((party) => party['klantcode'] === 'Leesbord')).toMatchObject([{ role: 'client', klantnaam: 'Leesbord' }]);
    const agreements = (await json<Listed>(['agreement', 'list', '--data', data])).items.filter((one) => one['party'] === 'Leesbord');
    expect(agreements).toMatchObject([{ exchanges: ['rest'], scopes: ['results:read'], purpose: 'Resultaten bespreken', until }]);
  });

  test('of a role has no scopes and no agreement, and a school only when the role needs one', async () => {
    const before = (await json<Listed>(['agreement', 'list', '--data', data])).items.length;
    await json(['token', 'add', '--client', 'Beheer', '--role', 'operator', '--data', data]);
    const { items } = await json<Listed>(['token', 'list', '--data', data]);
    expect(items.at(-1)).toMatchObject({ client: 'Beheer', role: 'operator', scopes: [] });
    expect(items.at(-1)).not.toHaveProperty('school');
    expect((await json<Listed>(['agreement', 'list', '--data', data])).items).toHaveLength(before);
  });

  test('of a teacher is bound to one of the roster, who is in no list and no message', async () => {
    const file = space.path('roster.xml');
    await writeFile(file, edexml('2.1', { brin: '99AB', schoolYear: schoolYearAt(new Date()) }));
    await json(['roster', 'import', file, '--profile', 'lvs-set', '--data', data]);
    const add = (named: string) => ['token', 'add', '--client', 'Juf', '--school', '99AB', '--role', 'teacher', '--teacher', named];
    expect(await json<object>([...add('nepjuf'), '--data', data])).toEqual({ id: expect.any(String), token: expect.any(String) });
    const last = (await json<Listed>(['token', 'list', '--data', data])).items.at(-1);
    expect(last).toEqual({
      id: expect.any(String),
      client: 'Juf',
      school: '99AB',
      role: 'teacher',
      scopes: [],
      createdAt: expect.any(String),
    });
    const unknown = await uwlr([...add('geen-sleutel-van-iemand'), '--data', data]);
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      `uwlr: the roster of school 99AB for ${schoolYearAt(new Date())} has no member of staff with this key or ECK iD\n`,
    ]);
    const lasting = await uwlr([...add('#1'), '--data', data]);
    expect([lasting.code, lasting.stderr]).toEqual([2, expect.stringMatching(ONE_LINE)]);
  });

  test('is revoked by its id, once', async () => {
    await json(['token', 'add', '--client', 'Kort', '--role', 'viewer', '--data', data]);
    const id = (await json<Listed>(['token', 'list', '--data', data])).items.at(-1)?.['id'] as string;
    const { revokedAt } = await json<{ revokedAt: string }>(['token', 'revoke', id, '--data', data]);
    expect((await uwlr(['token', 'list', '--data', data])).stdout).toContain(`revoked ${localTime(revokedAt)}`);
    const unknown = await uwlr(['token', 'revoke', 'nothing', '--data', data]);
    expect([unknown.code, unknown.stderr]).toEqual([1, 'uwlr: there is no token with this id\n']);
  });

  test.each([
    ['nothing that it opens', ['--school', '99AB']],
    ['no school', ['--scope', 'results:read']],
    ['a role and scopes', ['--role', 'viewer', '--scope', 'results:read']],
    ['a role that needs a school, without one', ['--role', 'school']],
    ['the role of a teacher, without one', ['--role', 'teacher', '--school', '99AB']],
    ['a teacher, for a role of nobody in the roster', ['--role', 'school', '--school', '99AB', '--teacher', 'nepjuf']],
    ['a teacher and scopes', ['--school', '99AB', '--scope', 'results:read', '--teacher', 'nepjuf']],
    ['an unknown role', ['--role', 'root']],
    ['an end that is past', ['--school', '99AB', '--scope', 'results:read', '--until', '2020-01-01']],
  ])('with %s is wrong usage', async (_what, args) => {
    const before = await json<Listed>(['token', 'list', '--data', data]);
    const { code, stderr } = await uwlr(['token', 'add', '--client', 'N', ...args, '--data', data]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(ONE_LINE)]);
    expect(await json<Listed>(['token', 'list', '--data', data])).toEqual(before);
  });

  test.each([
    ['an unknown school', 1, '99ZZ', 'results:read'],
    ['an unknown scope', 2, '99AB', 'results:remove'],
  ])('for %s is refused with exit code %d', async (_what, expected, school, scope) => {
    const { code, stderr } = await uwlr(['token', 'add', '--client', 'N', '--school', school, '--scope', scope, '--data', data]);
    expect(code).toBe(expected);
    expect(stderr).toMatch(ONE_LINE);
  });
});
