import { cp, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { contentsOf } from './support/data-directory.js';
import { json, ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

interface Key {
  readonly id: string;
  readonly party: string;
  readonly schools: readonly string[];
  readonly until?: string;
  readonly revokedAt?: string;
  readonly presented: boolean;
  readonly autorisatiesleutel?: string;
}

let space: Workspace;
let data: string;
const run = (...args: string[]) => uwlr([...args, '--data', data]);
const ask = <T>(...args: string[]) => json<T>([...args, '--data', data]);
const keys = async () => (await ask<{ items: Key[] }>('key', 'list')).items;
const agree = (...more: string[]) =>
  ask<{ agreements: { id: string }[]; autorisatiesleutel?: string }>(
    ...['agreement', 'add', '--party', 'REKENEN', '--exchange', 'leerresultaten', '--purpose', 'Proef', ...more],
  );

/** There is one agreement at a time. */
async function endAll(): Promise<void> {
  const { items } = await ask<{ items: { id: string; endedAt?: string }[] }>('agreement', 'list');
  for (const { id, endedAt } of items) if (endedAt === undefined) await run('agreement', 'end', id);
}

/** What every test begins with, made once. */
let template: string;
beforeAll(async () => {
  space = await workspace();
  template = space.path('template');
  const make = (...args: string[]) => uwlr([...args, '--data', template]);
  for (const brin of ['99AB', '99AC']) await make('school', 'add', '--brin', brin, '--name', 'De Proef');
  for (const [klantcode, role] of Object.entries({ REKENEN: 'ea', LAS: 'las' })) {
    await make('party', 'add', '--klantcode', klantcode, '--klantnaam', 'Verzonnen', '--role', role);
  }
});
afterAll(() => space.remove());

let nth = 0;
beforeEach(async () => {
  data = space.path(`data-${nth++}`);
  await cp(template, data, { recursive: true });
});

describe('a key', () => {
  test('is printed once when it is added, listed without itself, and gone once it is revoked', async () => {
    const term = ['--from', '2026-01-01', '--until', '2126-01-01'];
    const added = await ask<Key>('key', 'add', '--party', 'REKENEN', '--school', '99AB,99AC', ...term);
    expect(added).toMatchObject({ party: 'REKENEN', schools: ['99AB', '99AC'], presented: false });
    const secret = added.autorisatiesleutel as string;
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await contentsOf(data)).not.toContain(secret);
    const listed = await run('key', 'list', '--party', 'REKENEN');
    expect(listed.stdout).toContain('until 2126-01-01T00:00:00+01:00');
    expect(listed.stdout).not.toContain(secret);
    expect((await keys())[0]).not.toHaveProperty('hash');
    expect(await run('key', 'list', '--party', 'LAS')).toMatchObject({ stdout: 'No keys yet.\n' });
    expect(await run('key', 'revoke', added.id)).toMatchObject({ code: 0, stdout: `Revoked key ${added.id}.\n` });
    expect((await run('key', 'list')).stdout).toContain('revoked ');
    expect(await run('key', 'revoke', 'geen')).toMatchObject({ code: 1, stderr: 'uwlr: there is no key with this id\n' });
  });

  test('of a las is given, and kept to be presented', async () => {
    expect(await run('key', 'add', '--party', 'LAS', '--school', '99AB')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(ONE_LINE),
    });
    const file = space.path('las.key');
    await writeFile(file, 'verzonnen-sleutel-van-het-las-0042\n');
    const { code, stdout, stderr } = await run('key', 'add', '--party', 'LAS', '--school', '99AB', '--key-file', file);
    expect([code, stdout + stderr]).toEqual([0, expect.not.stringContaining('verzonnen-sleutel')]);
    expect(await keys()).toMatchObject([{ party: 'LAS', presented: true }]);
  });

  test.each([
    ['an unknown party', 1, ['--party', 'NIEMAND', '--school', '99AB']],
    ['an unknown school', 1, ['--party', 'REKENEN', '--school', '99ZZ']],
    ['no school', 2, ['--party', 'REKENEN']],
    ['an end before its beginning', 2, ['--party', 'REKENEN', '--school', '99AB', '--from', '2027-01-01', '--until', '2026-01-01']],
  ])('for %s is refused with exit code %d', async (_what, expected, args) => {
    const { code, stderr } = await run('key', 'add', ...args);
    expect([code, stderr]).toEqual([expected, expect.stringMatching(ONE_LINE)]);
    expect(await keys()).toEqual([]);
  });
});

describe('rotating keys', () => {
  test('gives one over the same schools for each, and the old ones go on until the overlap is over', async () => {
    const one = await ask<Key>('key', 'add', '--party', 'REKENEN', '--school', '99AB');
    const both = await ask<Key>('key', 'add', '--party', 'REKENEN', '--school', '99AB,99AC', '--until', '2026-12-31');
    const rotated = await ask<{ keys: Key[]; ending: string[]; until: string }>(
      'key',
      'rotate',
      '--party',
      'REKENEN',
      '--overlap',
      '3650d',
    );
    expect(rotated.keys.map(({ schools }) => schools)).toEqual([['99AB'], ['99AB', '99AC']]);
    expect(new Set(rotated.keys.map(({ autorisatiesleutel }) => autorisatiesleutel)).size).toBe(2);
    expect(rotated.ending).toEqual([one.id, both.id]);
    // What would have ended sooner still does.
    expect((await keys()).map(({ until }) => until)).toEqual([rotated.until, '2026-12-30T23:00:00.000Z', undefined, undefined]);
  });

  test('makes one of several over the same schools; --overlap 0d ends them at once; --id replaces only one', async () => {
    for (let n = 0; n < 2; n++) await run('key', 'add', '--party', 'REKENEN', '--school', '99AB');
    const apart = await ask<Key>('key', 'add', '--party', 'REKENEN', '--school', '99AC');
    const first = await ask<{ keys: Key[]; ending: string[] }>('key', 'rotate', '--party', 'REKENEN', '--id', apart.id);
    expect([first.keys.map(({ schools }) => schools), first.ending]).toEqual([[['99AC']], [apart.id]]);
    const { keys: fresh } = await ask<{ keys: Key[] }>('key', 'rotate', '--party', 'REKENEN', '--overlap', '0d');
    expect(fresh.map(({ schools }) => schools)).toEqual([['99AB'], ['99AC']]);
    const { stdout } = await run('key', 'list');
    expect(stdout.match(/in force/g)).toHaveLength(2);
    expect(stdout.match(/over since/g)).toHaveLength(4);
    expect((await run('key', 'rotate', '--party', 'REKENEN', '--overlap', '0d')).stdout).toMatch(/^Key [0-9a-f-]{36} ends now\.$/m);
  });

  test('is refused where there is none, and for a las without its new key', async () => {
    expect(await run('key', 'rotate', '--party', 'REKENEN')).toMatchObject({ code: 1, stderr: expect.stringMatching(ONE_LINE) });
    const file = space.path('las.key');
    await writeFile(file, 'verzonnen-sleutel-van-het-las-0042');
    await run('key', 'add', '--party', 'LAS', '--school', '99AB', '--key-file', file);
    expect(await run('key', 'rotate', '--party', 'LAS')).toMatchObject({ code: 2, stderr: expect.stringMatching(ONE_LINE) });
    expect(await run('key', 'rotate', '--party', 'LAS', '--key-file', file)).toMatchObject({ code: 0 });
    expect(await keys()).toHaveLength(2);
  });
});

describe('an agreement', () => {
  test('makes a key only over schools for which the party has none', async () => {
    const first = await agree('--school', '99AB');
    expect(first.autorisatiesleutel).toBeDefined();
    await endAll();
    expect(await agree('--school', '99AB')).not.toHaveProperty('autorisatiesleutel');
    await endAll();
    expect((await agree('--school', '99AB,99AC')).autorisatiesleutel).toBeDefined();
    await endAll();
    expect((await keys()).map(({ schools }) => schools)).toEqual([['99AB'], ['99AC']]);
    const [key] = await keys();
    await run('key', 'revoke', key?.id as string);
    expect((await agree('--school', '99AB')).autorisatiesleutel).toBeDefined();
  });

  test('that makes none says which key holds, and until when', async () => {
    const { id } = await ask<Key>('key', 'add', '--party', 'REKENEN', '--school', '99AB', '--until', '2126-01-01');
    const args = ['agreement', 'add', '--party', 'REKENEN', '--exchange', 'leerresultaten', '--purpose', 'Proef', '--school', '99AB'];
    const { stderr } = await run(...args);
    expect(stderr).toBe(
      `Note: REKENEN already has an autorisatiesleutel for 99AB, until 2126-01-01T00:00:00+01:00 (key ${id}); uwlr key rotate makes a new one.\n`,
    );
  });

  test('that ends says which keys go on', async () => {
    const { agreements } = await agree('--school', '99AB');
    const [key] = await keys();
    const { stderr } = await run('agreement', 'end', agreements[0]?.id as string);
    expect(stderr).toBe(`Note: key ${key?.id} of REKENEN stays in force; uwlr key revoke ${key?.id} ends it.\n`);
  });

  test('warns of a key on the command line', async () => {
    const args = ['agreement', 'add', '--party', 'REKENEN', '--exchange', 'leerresultaten', '--purpose', 'Proef', '--school', '99AB'];
    const { stderr } = await run(...args, '--key', 'afgesproken-sleutel-0042');
    expect(stderr).toContain('other users of this machine could see the key');
    expect(stderr).not.toContain('afgesproken-sleutel-0042');
  });
});

describe('client certificates of a party', () => {
  const FINGERPRINT = 'ab'.repeat(32);
  const SPELLED = (FINGERPRINT.match(/../g) as string[]).join(':').toUpperCase();

  test('are set by fingerprint, by OIN or both, shown, and taken away', async () => {
    const set = (...more: string[]) => ask('party', 'certificates', '--party', 'REKENEN', ...more);
    const oin = '00000001234567890000';
    expect(await set('--fingerprint', `SHA256 Fingerprint=${SPELLED},${'cd'.repeat(32)}`, '--oin', oin)).toEqual({
      party: 'REKENEN',
      certificates: { fingerprints: [FINGERPRINT, 'cd'.repeat(32)], oin },
    });
    const { items } = await ask<{ items: object[] }>('party', 'list');
    expect(items[0]).toMatchObject({ certificates: { oin } });
    expect((await run('party', 'list')).stdout).toContain('comes with a client certificate');
    expect(await set('--none')).toEqual({ party: 'REKENEN', certificates: null });
    expect((await ask<{ items: object[] }>('party', 'list')).items[0]).not.toHaveProperty('certificates');
  });

  test.each([
    ['nothing', 2, []],
    ['a fingerprint of another kind', 2, ['--fingerprint', 'ab'.repeat(20)]],
    ['an OIN that is none', 2, ['--oin', '1234']],
    ['both some and none', 2, ['--oin', '00000001234567890000', '--none']],
    ['an unknown party', 1, ['--party', 'NIEMAND', '--none']],
  ])('with %s are refused with exit code %d', async (_what, expected, args) => {
    const { code, stderr } = await run('party', 'certificates', '--party', 'REKENEN', ...args);
    expect([code, stderr]).toEqual([expected, expect.stringMatching(ONE_LINE)]);
  });
});

describe('a key in a file that people made', () => {
  const KEY = 'verzonnen-sleutel-0123456789abcdef';
  const header = ['--klantcode', 'REKENEN', '--klantnaam', 'Verzonnen'];
  const kept = async (bytes: string | Buffer, name = 'gegeven.key') => {
    await writeFile(space.path(name), bytes);
    return space.path(name);
  };

  test.each([
    ['a byte order mark', `\ufeff${KEY}\n`],
    ['empty lines', `\n${KEY}\r\n\n`],
    ['spaces', `  ${KEY}\t`],
  ])('is the key without %s', async (_, text) => {
    await agree('--school', '99AB', '--key-file', await kept(text));
    const plain = await kept(KEY, 'kaal.key');
    expect(await ask('key', 'check', ...header, '--key-file', plain)).toMatchObject({ fits: true, verdict: 'fits' });
  });

  test.each([
    ['UTF-16', Buffer.from(`\ufeff${KEY}\r\n`, 'utf16le'), 'is UTF-16: save it as UTF-8'],
    ['a control character', `${KEY}\u0007x`, 'holds a control character (U+0007, line 1)'],
    ['two keys', `${KEY}\n${KEY}x\n`, 'holds more than one line'],
    ['another file', KEY.repeat(40_000), 'is larger than 1048576 bytes'],
  ])('is refused, with the file and the reason: %s', async (_, bytes, reason) => {
    const file = await kept(bytes);
    for (const args of [
      ['key', 'add', '--party', 'REKENEN', '--school', '99AB'],
      ['key', 'check', ...header],
    ]) {
      const outcome = await run(...args, '--key-file', file);
      expect(outcome).toEqual({ code: 3, stdout: '', stderr: `uwlr: ${file}: ${reason}\n` });
    }
    expect(await keys()).toEqual([]);
  });
});

describe('key check', () => {
  interface Checked {
    readonly fits: boolean;
    readonly verdict: string;
    readonly key?: Key;
    readonly opens: readonly { readonly school: string; readonly exchange: string; readonly agreement: string; readonly paused: boolean }[];
  }
  const check = async (key: string, more: Record<string, string> = {}, ...options: string[]) => {
    const file = space.path('te-proeven.key');
    await writeFile(file, key);
    const asked = { '--klantcode': 'REKENEN', '--klantnaam': 'Verzonnen', ...more };
    return run('key', 'check', ...Object.entries(asked).flat(), '--key-file', file, ...options);
  };
  const checked = async (key: string, more: Record<string, string> = {}) => {
    const { code, stdout } = await check(key, more, '--json');
    return { code, ...(JSON.parse(stdout) as Checked) };
  };

  test('says that all three fit, and which schools and exchanges they open, from when until when', async () => {
    const { autorisatiesleutel: key = '', agreements } = await agree('--school', '99AB,99AC', '--until', '2126-01-01');
    const opens = ['99AB', '99AC'].map((school, at) => ({
      school,
      exchange: 'leerresultaten',
      agreement: agreements[at]?.id,
      paused: false,
    }));
    expect(await checked(key)).toMatchObject({ code: 0, fits: true, verdict: 'fits', key: { schools: ['99AB', '99AC'] }, opens });
    await run('school', 'pause', '--school', '99AC');
    const { code, stdout } = await check(key);
    expect(code).toBe(0);
    expect(stdout).toContain('REKENEN: klantcode, klantnaam and key fit\n');
    expect(stdout).toMatch(/^99AC +leerresultaten +[0-9a-f-]{36} +\S+ +2126-01-01T00:00:00\+01:00 \(the school is paused\)$/m);
    expect(stdout).not.toContain(key);
  });

  test('says what does not fit, with exit code 1', async () => {
    const { autorisatiesleutel: key = '' } = await agree('--school', '99AB');
    await run('party', 'add', '--klantcode', 'LEZEN', '--klantnaam', 'Verzonnen', '--role', 'ea');
    expect(await checked(key, { '--klantcode': 'WEG' })).toMatchObject({ code: 1, fits: false, verdict: 'unknown-klantcode', opens: [] });
    expect(await checked(key, { '--klantnaam': 'Anders' })).toMatchObject({ code: 1, verdict: 'other-klantnaam' });
    expect(await checked(`${key}x`)).toMatchObject({ code: 1, verdict: 'unknown-key' });
    expect(await checked(key, { '--klantcode': 'LEZEN' })).toMatchObject({ code: 1, verdict: 'key-of-other-party' });
    const [{ id } = { id: '' }] = await keys();
    await run('key', 'revoke', id);
    expect(await checked(key)).toMatchObject({ code: 1, verdict: 'revoked', key: { id } });
    expect(await check(key)).toMatchObject({ code: 1, stdout: expect.stringContaining('REKENEN: the key was revoked') });
  });

  test('knows a key whose time has not come, or is over, or that nothing was agreed on for', async () => {
    const add = (...term: string[]) => ask<Key>('key', 'add', '--party', 'REKENEN', '--school', '99AB', ...term);
    const early = await add('--from', '2126-01-01');
    const late = await add('--from', '2020-01-01', '--until', '2021-01-01');
    const bare = await add();
    expect(await checked(early.autorisatiesleutel as string)).toMatchObject({ code: 1, verdict: 'not-yet-in-force' });
    expect(await checked(late.autorisatiesleutel as string)).toMatchObject({ code: 1, verdict: 'over', key: { id: late.id } });
    expect(await checked(bare.autorisatiesleutel as string)).toMatchObject({ code: 1, verdict: 'no-agreement', opens: [] });
  });
});
