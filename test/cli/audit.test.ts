import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { loadConfig } from '../../src/config.js';
import { startGateway } from '../../src/server.js';
import { json, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;
let data: string;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  await json(['school', 'add', '--brin', '99AB', '--name', 'De Proef', '--data', data]);
  await json(['party', 'add', '--klantcode', 'NEPEA', '--klantnaam', 'Verzonnen EA', '--role', 'ea', '--data', data]);
  const gateway = await startGateway(loadConfig({ data, port: 0, logLevel: 'error' }, {}));
  await gateway.stop();
  await uwlr(['results', 'list', '--school', '99AB', '--data', data]);
});
afterAll(() => space.remove());

const audit = (...args: string[]) => uwlr(['audit', ...args, '--data', data]);

describe('uwlr audit', () => {
  test('list says who did what, newest first, and of whom it was read', async () => {
    const { items } = (await json(['audit', 'list', '--data', data])) as { items: { operation: string; actor: string; school?: string }[] };
    expect(items.map(({ operation }) => operation)).toEqual([
      'results.read',
      'gateway.stop',
      'gateway.start',
      'party.add',
      ...['school-key.add', 'school.add'],
    ]);
    expect(items[0]).toMatchObject({ actor: expect.stringMatching(/^cli:./), school: '99AB', counts: { results: 0 } });
    const { stdout } = await audit('list', '--operation', 'party.add');
    expect(stdout).toMatch(/cli:\S+ +party\.add +done +NEPEA/);
    expect(stdout).not.toContain('Verzonnen EA');
    expect((await audit('list', '--school', '99XX')).stdout).toBe('Nothing yet.\n');
  });

  test('export writes it for its owner only, oldest first, a line each', async () => {
    const file = space.path('audit.ndjson');
    expect((await audit('export', file)).stderr).toContain('6 entries');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect((await audit('export', file, '--since', '2999-01-01')).stderr).toContain('0 entries');
  });

  test('verify says that it is good, and what is broken when it is not', async () => {
    const good = await audit('verify');
    expect(good).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Good: 6 entries, 1 to 6; 2 seals, up to entry 5\.\nHead: [0-9a-f]{64}\n$/),
    });
    const head = good.stdout.slice(-65, -1);
    expect((await audit('verify', '--expect', head)).code).toBe(0);
    const other = await audit('verify', '--expect', 'ab'.repeat(32), '--json');
    expect(other.code).toBe(1);
    expect(JSON.parse(other.stdout)).toMatchObject({ ok: false, broken: { seq: 7, kind: 'cut' } });
    expect((await audit('verify', '--expect', 'head')).code).toBe(2);
    expect(
      (await uwlr(['audit', 'verify', '--data', data], { env: { UWLR_SECRET: 'een-ander-geheim-van-meer-dan-32-tekens' } })).stdout,
    ).toContain('seal wrong');

    const db = new SqliteDatabase(`${data}/uwlr.db`);
    db.exec("DROP TRIGGER audit_update; UPDATE audit SET actor = 'gateway' WHERE seq = 3");
    db.close();
    expect(await audit('verify')).toMatchObject({ code: 1, stdout: 'Broken: entry 3 is not what it was (changed).\n' });
    const { code, stdout } = await uwlr(['doctor', '--data', data]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^WRONG +audit +entry 3 is not right: see uwlr audit verify$/m);
  });
});
