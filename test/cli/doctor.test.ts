import { chmod, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { answer } from './support/roster-text.js';
import { json, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;
let data: string;

beforeEach(async () => {
  space = await workspace();
  data = space.path('data');
  await json(['school', 'add', '--brin', '99AB', '--name', 'De Proef', '--data', data]);
});

afterEach(() => space.remove());

async function complaints(...args: string[]): Promise<readonly string[]> {
  const { code, stdout } = await uwlr(['doctor', '--json', '--data', data, ...args]);
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: { check: string; ok: boolean }[] };
  expect([code, ok]).toEqual(checks.every((check) => check.ok) ? [0, true] : [1, false]);
  return checks.filter((check) => !check.ok).map(({ check }) => check);
}

describe('doctor', () => {
  test('is content with a data directory as the commands make it', async () => {
    expect(await complaints()).toEqual([]);
    const { stdout } = await uwlr(['doctor', '--data', data]);
    expect(stdout).toMatch(/^warn {3}public URL +none: set UWLR_PUBLIC_URL/m);
    expect(stdout).toContain('All is well, except for the warnings above.');
    const { code, stdout: content } = await uwlr(['doctor', '--data', data, '--public-url', 'https://gateway.example']);
    expect([code, content]).toEqual([0, expect.stringContaining('\nAll is well.\n')]);
  });

  test('warns of development mode with pupils who may exist, and says nothing of invented ones', async () => {
    const file = space.path('roster.xml');
    const mode = async () => (await uwlr(['doctor', '--data', data])).stdout.split('\n').find((line) => / mode /.test(line));
    for (const brin of ['99AB', '12AB']) {
      await uwlr(['school', 'add', '--brin', brin, '--name', 'De Proef', '--data', data]);
      await writeFile(file, answer('2.2', { brin }));
      const { code } = await uwlr(['roster', 'import', file, '--school', brin, '--data', data]);
      expect(code).toBe(0);
      expect(await mode()).toMatch(
        brin === '99AB' ? /^ok +mode +development/ : /^warn +mode +development, though school 12AB has data of pupils/,
      );
    }
  });

  test('does not make a data directory where there is none', async () => {
    await rm(data, { recursive: true });
    expect(await complaints()).toEqual(['data directory']);
    expect(await complaints()).toEqual(['data directory']);
  });

  test('says that the database is gone, not that there was none yet', async () => {
    await rm(path.join(data, 'uwlr.db'));
    const { stdout } = await uwlr(['doctor', '--data', data]);
    expect(stdout).toMatch(/^WRONG +data directory +.* holds no store yet: /m);
    await writeFile(path.join(data, 'audit.head'), '');
    expect((await uwlr(['doctor', '--data', data])).stdout).toMatch(/^WRONG +data directory +uwlr.db is gone from /m);
  });

  test('sees a secret that is gone, too short, or open to others', async () => {
    const secret = path.join(data, 'secret');
    await chmod(secret, 0o644);
    expect(await complaints()).toEqual(['secret']);
    await chmod(secret, 0o600);
    await writeFile(secret, 'kort');
    expect(await complaints()).toEqual(['secret']);
    await rm(secret);
    expect(await complaints()).toEqual(['secret']);
  });

  test('sees a secret that is not the one that results were stored with', async () => {
    const stored = space.path('stored');
    await uwlr(['demo', '--once', '--port', '0', '--data', stored]);
    expect((await uwlr(['doctor', '--data', stored])).code).toBe(0);
    const { code, stdout } = await uwlr(['doctor', '--data', stored], { env: { UWLR_SECRET: 'een-ander-geheim-van-meer-dan-32-tekens' } });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^WRONG +secret +the secret is not the one that this store was made with$/m);
  });

  test('does not miss a secret that nothing needs yet', async () => {
    const fresh = space.path('fresh');
    await json(['party', 'add', '--klantcode', 'DEMO', '--klantnaam', 'Verzonnen EA', '--role', 'ea', '--data', fresh]);
    expect((await uwlr(['doctor', '--data', fresh])).code).toBe(0);
  });

  test('sees a damaged store', async () => {
    await writeFile(path.join(data, 'uwlr.db'), 'this is no database, and never was one');
    expect(await complaints()).toEqual(['store']);
  });

  test.each([
    ['a data directory that others can look into', '.', 0o755],
    ['a data directory that a group can write to', '.', 0o720],
    ['a database that a group can write to', 'uwlr.db', 0o620],
    ['a database that others can write to', 'uwlr.db', 0o602],
    ['a database that others can read', 'uwlr.db', 0o604],
  ])('sees %s', async (_, name, mode) => {
    await chmod(path.join(data, name), mode);
    const { stdout } = await uwlr(['doctor', '--data', data]);
    expect(stdout).toMatch(/^WRONG +store: permissions +open to other users of this machine: /m);
    expect(await complaints()).toEqual(['store: permissions']);
  });

  test('sees files of TLS that the gateway would not start with', async () => {
    const file = path.join(data, 'tls.pem');
    await writeFile(file, 'geen certificaat');
    expect(await complaints('--tls-cert', file, '--tls-key', file)).toEqual(['settings']);
  });

  test('sees settings that cannot be', async () => {
    expect(await complaints('--port', '99999')).toEqual(['settings']);
    await writeFile(space.path('types.json'), '{');
    expect(await complaints('--extensions', space.path('types.json'))).toEqual(['settings']);
  });
});
